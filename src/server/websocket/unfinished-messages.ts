import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { ByteBudget } from '../limits/byte-budget.ts';
import type { Release } from '../limits/release.ts';
import { TRY_AGAIN_LATER } from './socket-places.ts';

/** What a socket may have sent of a message is too little to be counted up to this size. */
const UNCOUNTED_BYTES = 16 * 1024;
/** All that is counted, of callers whom Coder knows. */
const KNOWN_BYTES = 64 * 1024 * 1024;
/** The same of all others, who must not use up what the former need. */
const UNKNOWN_BYTES = KNOWN_BYTES / 10;
/** Milliseconds for the other side of a close; what it sends meanwhile is kept too. */
const CLOSE_MS = 1_000;

const nothing: Release = () => {};

/** Bounds what all sockets together have sent of messages that are not complete: it stays in memory until they are. */
export class UnfinishedMessages {
  readonly #known = new ByteBudget(KNOWN_BYTES);
  readonly #unknown = new ByteBudget(UNKNOWN_BYTES);

  /** Bytes that are counted now. */
  get bytes(): number {
    return this.#known.taken + this.#unknown.taken;
  }

  /** Counts what comes on the socket's connection until its next message is complete; closes it when there is no room. */
  watch(socket: WebSocket, connection: Duplex, isKnown: () => boolean): void {
    let bytes = 0;
    let release = nothing;
    const settle = () => {
      release();
      release = nothing;
      bytes = 0;
    };
    connection.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= UNCOUNTED_BYTES || socket.readyState !== socket.OPEN) return;
      release();
      const taken = (isKnown() ? this.#known : this.#unknown).take(bytes);
      release = taken ?? nothing;
      if (taken) return;
      socket.close(TRY_AGAIN_LATER, 'OVERLOADED: too many unfinished messages.');
      setTimeout(() => socket.terminate(), CLOSE_MS).unref();
    });
    socket.on('message', settle);
    socket.once('close', settle);
  }
}
