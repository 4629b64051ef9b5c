import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Writer } from '../event-results.ts';
import type { ResultSink } from '../shared-events/shared-delivery.ts';
import type { SharedResult } from '../shared-events/shared-result.ts';

/** A whole, unfragmented text message (RFC 6455, section 5.2). */
const FINAL_TEXT = 0x81;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const NOTHING = Buffer.alloc(0);

/** Longer results are written beside their head, and not copied for each client that is slow to read. */
const COPIED_BYTES = 8 * 1024;
const END = Buffer.from('}');

/** A result as a frame, with room for the operation's id. */
interface Frame {
  result: SharedResult;
  headLength: number;
  bytes: Buffer;
  /** Where the head begins, behind the header of the frame. */
  offset: number;
  /** The payload, unless `bytes` has it. */
  rest: Buffer | undefined;
}

/** Frames for all sockets. Mostly their ids have the same length: then one frame serves all, with its id replaced. */
export class ResultFrames {
  #last: Frame | undefined;

  /** Writes the result behind this head. */
  write(connection: Duplex, head: Buffer, result: SharedResult): void {
    let frame = this.#last;
    if (frame?.result !== result || frame.headLength !== head.length) {
      frame = frameOf(result, head.length);
      this.#last = frame;
    }
    frame.bytes.set(head, frame.offset);
    if (frame.rest) {
      connection.cork();
      connection.write(frame.bytes);
      connection.write(frame.rest);
      connection.write(END);
      connection.uncork();
    } else connection.write(frame.bytes);
    // Unless the kernel has it all, the connection still holds the buffer.
    if (connection.writableLength > 0) this.#last = undefined;
  }
}

/**
 * Writes results that several sockets get as `next` messages of one operation. The text is the same for all, and only the
 * operation's id differs, so the frame is put together here: `ws` would do it anew for each socket. No frame of `ws` can
 * be cut in two by it, since `ws` writes each message at once while it does not compress.
 */
export class ResultWriter implements ResultSink {
  readonly #socket: WebSocket;
  readonly #connection: Duplex;
  readonly #frames: ResultFrames;
  /** What comes before the payload. */
  readonly #head: Buffer;

  constructor(socket: WebSocket, connection: Duplex, id: string, frames: ResultFrames) {
    this.#socket = socket;
    this.#connection = connection;
    this.#frames = frames;
    this.#head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  }

  write(result: SharedResult, writer: Writer): boolean {
    const connection = this.#connection;
    if (this.#socket.readyState !== this.#socket.OPEN) return false;
    this.#frames.write(connection, this.#head, result);
    if (connection.writableLength === 0) return true;
    // Written when all before it is.
    connection.write(NOTHING, () => writer.taken());
    return false;
  }
}

/** The header of the frame, room for the head, and the payload unless it is long. */
function frameOf(result: SharedResult, headLength: number): Frame {
  const payloadLength = Buffer.byteLength(result.text);
  const length = headLength + payloadLength + END.length;
  const offset = length < LENGTH_16 ? 2 : length < 65_536 ? 4 : 10;
  const rest = payloadLength > COPIED_BYTES ? result.bytes : undefined;
  const bytes = Buffer.allocUnsafe(offset + headLength + (rest ? 0 : payloadLength + END.length));
  bytes[0] = FINAL_TEXT;
  if (offset === 2) bytes[1] = length;
  else if (offset === 4) {
    bytes[1] = LENGTH_16;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = LENGTH_64;
    bytes.writeBigUInt64BE(BigInt(length), 2);
  }
  if (!rest) {
    bytes.write(result.text, offset + headLength);
    bytes.set(END, bytes.length - END.length);
  }
  return { result, headLength, bytes, offset, rest };
}
