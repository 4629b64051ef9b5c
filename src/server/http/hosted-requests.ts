import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface HostedRequestsOptions {
  /** The gateway's own server, which does not listen. */
  server: Server;
  /** Told of each connection before its first request. */
  onConnection: (socket: Socket) => void;
}

/** Requests that came to a node server which is not the gateway's: they go the way of those that come to its own. */
export class HostedRequests {
  readonly #options: HostedRequestsOptions;
  readonly #known = new WeakSet<Socket>();

  constructor(options: HostedRequestsOptions) {
    this.#options = options;
  }

  readonly listener: RequestListener = (request, response) => {
    this.#meet(request.socket);
    this.#options.server.emit('request', request, response);
  };

  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    this.#meet(request.socket);
    this.#options.server.emit('upgrade', request, socket, head);
  };

  #meet(socket: Socket): void {
    if (this.#known.has(socket)) return;
    this.#known.add(socket);
    this.#options.onConnection(socket);
  }
}
