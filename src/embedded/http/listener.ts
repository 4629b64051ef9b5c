import { createServer, type IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Store } from '../state/store.ts';
import { answer, type DispatchOptions, type DispatchResult, writeReply } from './dispatch.ts';
import { SocketConnection } from './sockets.ts';

interface Upgrade {
  socket: Duplex;
  head: Buffer;
}

/** The port: takes connections, writes the answers and keeps the open WebSockets. */
export class Listener {
  readonly sockets = new Set<SocketConnection>();
  readonly #store: Store;
  readonly #pipeline: DispatchOptions;
  readonly #host: string;
  // Go's limits: headers of 1 MiB, and no timeouts.
  readonly #server = createServer({
    keepAliveTimeout: 0,
    requestTimeout: 0,
    headersTimeout: 0,
    maxHeaderSize: 1_048_576,
  });
  // Coder never negotiates compression. `SocketConnection` answers the pings.
  readonly #webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, autoPong: false });
  readonly #connections = new Set<Socket>();
  #port: number;

  constructor(pipeline: DispatchOptions, host: string, port: number) {
    this.#store = pipeline.store;
    this.#pipeline = pipeline;
    this.#host = host;
    this.#port = port;
    this.#server.on('request', (request, response) => void this.#serve(request, response, null));
    this.#server.on('upgrade', (request, socket, head) => {
      // A refused upgrade is answered as plain HTTP.
      const response = new ServerResponse(request);
      response.shouldKeepAlive = false;
      response.assignSocket(socket as Socket);
      response.on('finish', () => socket.end());
      socket.on('error', () => socket.destroy());
      void this.#serve(request, response, { socket, head });
    });
    this.#server.on('connection', (connection) => {
      this.#connections.add(connection);
      connection.on('close', () => this.#connections.delete(connection));
    });
  }

  /** `http://host:port`; the port is known once it listens. */
  get origin(): string {
    return `http://${this.#host.includes(':') ? `[${this.#host}]` : this.#host}:${this.#port}`;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, this.#host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Stops listening and ends every connection; the sockets get a close frame unless it is abrupt. */
  async stop({ abrupt }: { abrupt: boolean }): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of [...this.sockets]) {
      if (abrupt) socket.cut();
      else socket.shutDown();
    }
    if (!abrupt) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const connection of this.#connections) connection.destroy();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse, upgrade: Upgrade | null): Promise<void> {
    const result = await answer(this.#pipeline, request, upgrade !== null);
    if (result === 'hang' || response.destroyed) return;
    result.interception?.connection(upgrade?.socket ?? request.socket);
    const { reply } = result;
    if (reply.upgrade !== undefined && upgrade !== null) {
      response.detachSocket(upgrade.socket as Socket);
      this.#accept(request, upgrade, result);
    } else if (reply.stream !== undefined) {
      result.info.status = reply.status;
      response.writeHead(reply.status, { ...result.headers, ...reply.headers });
      reply.stream(response);
    } else writeReply(response, result);
  }

  #accept(request: IncomingMessage, { socket, head }: Upgrade, { reply, headers, info, interception }: DispatchResult) {
    const rules = reply.upgrade;
    if (rules === undefined) return;
    const addHeaders = (lines: string[]): void => {
      for (const [name, value] of Object.entries(headers)) {
        for (const one of [value].flat()) lines.push(`${name}: ${one}`);
      }
    };
    this.#webSockets.once('headers', addHeaders);
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      info.status = 101;
      const connection =
        interception?.accept(webSocket, socket, rules) ?? new SocketConnection(webSocket, socket, rules);
      this.sockets.add(connection);
      connection.onClose(() => this.sockets.delete(connection));
      connection.startHeartbeat(this.#store.clock, this.#store.settings.heartbeatMs);
      rules.serve(connection);
    });
    this.#webSockets.off('headers', addHeaders);
  }
}
