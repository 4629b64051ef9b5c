import type { Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getHeapStatistics } from 'node:v8';
import type { Logger } from 'pino';
import type { Release } from './release.ts';

/** How often the sum is made. */
const SWEEP_MS = 500;
/** And after how many bytes of answers, of which many may be made in one turn of the event loop. */
const SWEEP_BYTES = 16 * 1024 * 1024;

/** Bytes that all clients together may leave unread: less in a small heap, where their texts may still be as well. */
const MAX_UNSENT_BYTES = Math.min(128 * 1024 * 1024, Math.floor(getHeapStatistics().heap_size_limit / 2));

export interface UnsentBytesOptions {
  log: Logger;
  /** @default 128 MiB, or half of the heap */
  maxBytes?: number;
  /** @default 500 */
  sweepMs?: number;
}

/**
 * One budget for what waits in this process to be read by clients, on all transports. Beyond it the connections with
 * the most such bytes are cut, until the rest fits.
 */
export class UnsentBytes {
  /** The connections, each with what else waits for its client outside of the connection itself. */
  readonly #sockets = new Map<Socket, Set<() => number>>();
  readonly #maxBytes: number;
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  /** Bytes of answers since the last sum that their clients have not read at once. */
  #waiting = 0;

  constructor({ log, maxBytes = MAX_UNSENT_BYTES, sweepMs = SWEEP_MS }: UnsentBytesOptions) {
    this.#log = log;
    this.#maxBytes = maxBytes;
    this.#timer = setInterval(() => this.#sweep(), sweepMs).unref();
  }

  /** Counts the connections of this server. */
  watch(server: Server): void {
    server.on('connection', (socket: Socket) => this.add(socket));
  }

  /** Counts one connection. */
  add(socket: Socket): void {
    this.#sockets.set(socket, new Set());
    socket.once('close', () => this.#sockets.delete(socket));
  }

  /** Connections that are open. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** What waits for clients to read it. */
  get bytes(): number {
    let sum = 0;
    for (const [socket, others] of this.#sockets) sum += unsentOf(socket, others);
    return sum;
  }

  /** Counts bytes that wait to be written to a connection, for as long as there may be any. */
  count(socket: Socket, waiting: () => number): Release {
    const others = this.#sockets.get(socket);
    others?.add(waiting);
    return () => void others?.delete(waiting);
  }

  /** An answer of so many bytes was written to the connection. */
  wrote(socket: Duplex, bytes: number): void {
    this.#waiting += Math.min(bytes, socket.writableLength);
    if (this.#waiting >= SWEEP_BYTES) this.#sweep();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #sweep(): void {
    this.#waiting = 0;
    let sum = this.bytes;
    if (sum <= this.#maxBytes) return;
    const connections = [...this.#sockets].map(([socket, others]) => ({ socket, bytes: unsentOf(socket, others) }));
    connections.sort((one, other) => other.bytes - one.bytes);
    let cut = 0;
    for (const { socket, bytes } of connections) {
      if (sum <= this.#maxBytes) break;
      sum -= bytes;
      socket.destroy();
      // It is closed a little later, and is not to count until then.
      this.#sockets.delete(socket);
      cut++;
    }
    this.#log.warn({ connections: cut, maxBytes: this.#maxBytes }, 'clients that do not read were cut');
  }
}

function unsentOf({ writableLength }: Socket, others: ReadonlySet<() => number>): number {
  let bytes = writableLength;
  for (const waiting of others) bytes += waiting();
  return bytes;
}
