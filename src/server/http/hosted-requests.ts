import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import { type Duplex, Readable } from 'node:stream';

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
    unreadBody(request);
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

/**
 * Lets a body be read that the server has read and parsed before, as with `express.json()`: parsers leave what they
 * have made of it on the request, where yoga looks for a body too.
 */
function unreadBody(request: IncomingMessage & { body?: unknown }): void {
  const { body, headers } = request;
  if (!request.readableEnded || body === undefined || body === null) return;
  const isText = typeof body === 'string' || Buffer.isBuffer(body);
  const bytes = Buffer.from(isText ? body : JSON.stringify(body));
  headers['content-length'] = String(bytes.length);
  // The parser has undone both.
  delete headers['content-encoding'];
  delete headers['transfer-encoding'];
  request.body = Readable.from([bytes]);
}
