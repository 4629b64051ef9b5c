import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that may wait on one connection. No browser sends a second one before the answer to the first. */
const MAX_WAITING = 100;

/**
 * Answers the requests of one connection in turn: HTTP lets a client send many before it reads the first answer, and
 * each answer that is made before it can be sent waits in memory.
 */
export class HttpConnections {
  /** What waits on each connection that is being answered. */
  readonly #waiting = new WeakMap<Socket, (() => void)[]>();

  /** The listener with its requests in turn. */
  inTurn(answer: RequestListener): RequestListener {
    return (request, response) => {
      const { socket } = request;
      const start = () => {
        response.on('close', () => this.#next(socket));
        answer(request, response);
      };
      const waiting = this.#waiting.get(socket);
      if (waiting === undefined) {
        this.#waiting.set(socket, []);
        start();
      } else if (waiting.length < MAX_WAITING) waiting.push(start);
      else socket.destroy();
    };
  }

  /**
   * Cuts connections whose client has neither sent nor read anything for this long, unless the answer to a request is
   * still being made. Node takes every byte that the client reads for activity, so a slow client stays.
   */
  cutStalled(server: Server, stalledMs: number): void {
    server.timeout = stalledMs;
    server.on('timeout', (socket: Socket) => {
      if (!this.#waiting.has(socket) || socket.writableLength > 0) socket.destroy();
    });
  }

  #next(socket: Socket): void {
    const start = socket.destroyed ? undefined : this.#waiting.get(socket)?.shift();
    if (start) start();
    else this.#waiting.delete(socket);
  }
}
