import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols, type Server as ProtocolServer } from 'graphql-ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Settings } from '../../config.ts';
import { isServerMessageRefusal } from '../errors/graphql-messages.ts';
import type { RefusedOrigins } from '../http/refused-origins.ts';
import { type Connections, unknownCallersShare } from '../limits/connections.ts';
import type { UnsentBytes } from '../limits/unsent-bytes.ts';
import { acceptedRequestId } from '../plugins/request/use-request-id.ts';
import { Heartbeats } from './heartbeats.ts';
import type { SocketExtra } from './operations.ts';
import { PayloadText } from './payload-text.ts';
import { ResultFrames, ResultWriter } from './result-writer.ts';
import { TRY_AGAIN_LATER } from './socket-places.ts';
import { UnfinishedMessages } from './unfinished-messages.ts';
import { upgradeRefusal, writtenRefusal } from './upgrade-refusal.ts';

export interface WebSocketOptions {
  settings: Settings;
  /** The path at which sockets are served. */
  endpoint: string;
  refusedOrigins: RefusedOrigins;
  protocol: ProtocolServer<SocketExtra>;
  connections: Connections;
  unsentBytes: UnsentBytes;
  log: Logger;
  isDraining: () => boolean;
  /** Milliseconds between pings to a client that is sent nothing else. */
  keepAliveMs: number;
}

/** Answers that wait for a client to read; beyond this the gateway reads nothing more from it. */
const MAX_UNSENT_BYTES = 1024 * 1024;

/** The longest time between two looks for idle sockets. */
const MAX_SWEEP_MS = 5_000;

/** graphql-transport-ws over `ws`: who may connect, how many, whether they are still there, and how they are let go. */
export class WebSockets {
  readonly #options: WebSocketOptions;
  readonly #server: WebSocketServer;
  readonly #open = new Map<WebSocket, SocketExtra>();
  readonly #frames = new ResultFrames();
  readonly #unfinished = new UnfinishedMessages();
  /** Those whose clients have not said who they are, the oldest first. */
  readonly #greeting = new Set<WebSocket>();
  readonly #idleSweep: NodeJS.Timeout;
  readonly #heartbeats: Heartbeats;

  constructor(options: WebSocketOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      handleProtocols: (protocols) => handleProtocols(protocols),
      maxPayload: options.settings.maxRequestKb * 1024,
      // A thousand messages in one packet would be answered in one turn of the event loop.
      allowSynchronousEvents: false,
    });
    const everyMs = Math.min(MAX_SWEEP_MS, Math.ceil(options.settings.idleSocketMs / 20));
    this.#heartbeats = new Heartbeats(options.keepAliveMs);
    this.#idleSweep = setInterval(() => this.#closeIdle(), everyMs).unref();
  }

  /** Bytes of messages that clients have begun and not finished. */
  get unfinishedBytes(): number {
    return this.#unfinished.bytes;
  }

  /** Handles the `upgrade` event of a node server. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Not a closure: it would hold the request for as long as the socket is open.
    socket.on('error', destroy);
    const refusal = upgradeRefusal(request, this.#options);
    if (refusal) {
      socket.end(writtenRefusal(refusal));
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (client) => this.#opened(client, socket, request));
  }

  /**
   * Tells every client to come back elsewhere, once the queries and mutations that it waits for are answered; whoever
   * has not left after `graceMs` is cut off. Resolves when all have left.
   */
  async close(graceMs: number): Promise<void> {
    clearInterval(this.#idleSweep);
    const left = [...this.#open].map(([socket, extra]) => {
      extra.idle = () => socket.close(1001, 'Going away');
      if (extra.running.size === 0) extra.idle();
      const timer = setTimeout(() => socket.terminate(), graceMs);
      return new Promise<void>((resolve) => {
        socket.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    });
    await Promise.all(left);
    this.#heartbeats.close();
  }

  /** A client that says who it is does so at once; who opens sockets and says nothing takes no place from it. */
  #closeOldestGreeting(): void {
    const [oldest] = this.#greeting;
    if (oldest === undefined) return;
    this.#greeting.delete(oldest);
    oldest.close(TRY_AGAIN_LATER, 'TOO_MANY_SUBSCRIPTIONS: too many sockets are open without connection_init.');
  }

  #closeIdle(): void {
    const { settings, connections } = this.#options;
    const now = performance.now();
    const idleMs = connections.short ? settings.idleSocketMs / 10 : settings.idleSocketMs;
    for (const [socket, extra] of this.#open) {
      if (extra.operations() > 0) extra.lastActive = now;
      // This code is no error to graphql-ws's client: it connects again with its next operation.
      else if (now - extra.lastActive >= idleMs) socket.close(1000, 'Idle');
    }
  }

  /** Bytes, since a text would wait in the heap, which is smaller than the memory of the machine. */
  #send(socket: WebSocket, connection: Duplex, message: Buffer): Promise<void> {
    // A result for a client that has left is of no use to anybody.
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    const sent = new Promise<void>((resolve) => {
      socket.send(message, { binary: false }, () => {
        if (socket.isPaused && socket.bufferedAmount < MAX_UNSENT_BYTES) socket.resume();
        // An error says that the client has left.
        resolve();
      });
    });
    // Stop reading from a client that is not draining responses: each message may be answered.
    if (socket.bufferedAmount > MAX_UNSENT_BYTES) socket.pause();
    this.#options.unsentBytes.wrote(connection, message.length);
    return sent;
  }

  #opened(socket: WebSocket, connection: Duplex, request: IncomingMessage): void {
    const { settings, protocol, connections, log } = this.#options;
    const gone = new AbortController();
    // Each operation listens, and there may be `maxSubscriptions` of them.
    setMaxListeners(0, gone.signal);
    const extra: SocketExtra = {
      headers: request.headers,
      signal: gone.signal,
      sink: (id) => new ResultWriter(socket, connection, id, this.#frames),
      payloads: new PayloadText(),
      close: (code, reason) => socket.close(code, closeReason(reason)),
      requestId: acceptedRequestId(request.headers['x-request-id']?.toString()),
      address: request.socket.remoteAddress,
      account: undefined,
      release: () => {},
      greeted: () => this.#greeting.delete(socket),
      operations: () => 0,
      lastActive: performance.now(),
      running: new Map(),
      idle: () => {},
    };
    this.#open.set(socket, extra);
    this.#unfinished.watch(socket, connection, () => extra.account?.known ?? false);
    const release = connections.openSocket();
    this.#greeting.add(socket);
    if (this.#greeting.size > unknownCallersShare(settings.maxConnections)) this.#closeOldestGreeting();
    const stopHeartbeat = this.#heartbeats.add(socket, request.socket);
    socket.on('error', (error) => log.debug({ err: error }, 'socket error'));
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) => this.#send(socket, connection, Buffer.from(extra.payloads.messageOf(data))),
        close: (code, reason) => socket.close(code, closeReason(reason)),
        onPing: (payload) => this.#send(socket, connection, Buffer.from(pongText(payload))),
        onMessage: (handle) =>
          socket.on('message', (data) => {
            // A client sends what crossed the close again, on its next socket: it must not run twice.
            if (socket.readyState !== socket.OPEN) return;
            const message = parsedMessage(String(data));
            // graphql-ws tells only subscriptions that they are completed.
            if (isComplete(message)) extra.running.get(message.id)?.();
            handle(message as string).catch((error: unknown) => {
              if (socket.readyState !== socket.OPEN) return;
              if (isServerMessageRefusal(error)) return socket.close(4400, 'Invalid message received');
              log.error({ err: error }, 'unexpected error on a socket');
              socket.close(4500, 'Internal server error');
            });
          }),
      },
      extra,
    );
    // The socket closes only when all that it has received is read, in many turns of the event loop.
    connection.once('close', () => gone.abort());
    socket.once('close', (code, reason) => {
      stopHeartbeat();
      this.#open.delete(socket);
      this.#greeting.delete(socket);
      extra.release();
      release();
      gone.abort();
      Promise.resolve(closed(code, String(reason))).catch((error: unknown) => {
        log.error({ err: error }, 'unexpected error at the end of a socket');
      });
    });
  }
}

/**
 * The message as graphql-ws takes it: parsed, since the text would otherwise stay in memory for as long as the operation
 * of the message runs. What cannot be parsed is left for graphql-ws to refuse.
 */
function parsedMessage(text: string): object | string {
  try {
    const message = JSON.parse(text) as object | string;
    // Its type wants text; its parser takes either, and would parse a text once more.
    return typeof message === 'object' ? message : text;
  } catch {
    return text;
  }
}

/** A pong gives back what the ping brought, unless that is nested too deep to be written. */
function pongText(payload: unknown): string {
  try {
    return JSON.stringify({ type: 'pong', ...(payload !== null && { payload }) });
  } catch {
    return '{"type":"pong"}';
  }
}

function isComplete(message: object | string): message is { type: 'complete'; id: string } {
  return typeof message === 'object' && message !== null && (message as { type?: unknown }).type === 'complete';
}

/** A reason may quote the client, and has at most 123 bytes. */
function closeReason(reason: string | undefined): string | undefined {
  if (reason === undefined || Buffer.byteLength(reason) <= 123) return reason;
  return new TextDecoder().decode(Buffer.from(reason).subarray(0, 117)).replace(/\ufffd$/, '');
}

function destroy(this: Duplex): void {
  this.destroy();
}
