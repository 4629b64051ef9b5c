import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { ResultSink } from '../shared-events/result-sink.ts';
import type { SharedResult } from '../shared-events/shared-result.ts';

/** A whole, unfragmented text message (RFC 6455, section 5.2). */
const FINAL_TEXT = 0x81;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
/** From here on a copy of the text for each reader costs more than a second write. */
const COPIED_BYTES = 32 * 1024;
const NOTHING = Buffer.alloc(0);

/**
 * Writes results that several sockets get as `next` messages of one operation. The text is the same for all, only the
 * operation's id differs; so the frame is put together here, around bytes that are made once, and goes to the
 * connection in one piece. `ws` would frame the message anew for each socket, and write it in two. It has no part of a
 * message of its own under way: without compression it writes each at once.
 */
export class ResultWriter implements ResultSink {
  readonly #socket: WebSocket;
  readonly #connection: Duplex;
  /** What comes before the payload. */
  readonly #head: Buffer;

  constructor(socket: WebSocket, connection: Duplex, id: string) {
    this.#socket = socket;
    this.#connection = connection;
    this.#head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  }

  write({ bytes }: SharedResult, taken: () => void): boolean {
    const connection = this.#connection;
    if (this.#socket.readyState !== this.#socket.OPEN) return false;
    const head = this.#head;
    const length = head.length + bytes.length + 1;
    if (length <= COPIED_BYTES) {
      const frame = Buffer.allocUnsafe(headerLength(length) + length);
      const offset = writeHeader(frame, length);
      frame.set(head, offset);
      frame.set(bytes, offset + head.length);
      frame[frame.length - 1] = CLOSING_BRACE;
      connection.write(frame);
    } else {
      const opening = Buffer.allocUnsafe(headerLength(length) + head.length);
      opening.set(head, writeHeader(opening, length));
      connection.cork();
      connection.write(opening);
      connection.write(bytes);
      connection.write('}');
      connection.uncork();
    }
    if (connection.writableLength === 0) return true;
    // Written when all before it is.
    connection.write(NOTHING, taken);
    return false;
  }
}

const CLOSING_BRACE = 0x7d;

function headerLength(length: number): number {
  return length < LENGTH_16 ? 2 : length < 65_536 ? 4 : 10;
}

/** The header of an unmasked frame; returns its length. */
function writeHeader(frame: Buffer, length: number): number {
  frame[0] = FINAL_TEXT;
  if (length < LENGTH_16) {
    frame[1] = length;
    return 2;
  }
  if (length < 65_536) {
    frame[1] = LENGTH_16;
    return frame.writeUInt16BE(length, 2);
  }
  frame[1] = LENGTH_64;
  return frame.writeBigUInt64BE(BigInt(length), 2);
}
