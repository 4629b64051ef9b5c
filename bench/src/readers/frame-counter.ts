/** Bytes at the end of a message that are kept; a batch ends with its last id. */
const TAIL_BYTES = 100;

export interface FrameHandlers {
  /** A text message has ended; `tail` is valid until the next call. */
  message(length: number, tail: Buffer): void;
  ping(): void;
  close(): void;
}

/** Where the frames of a server begin and end, at the least cost: what is in them is not looked at. */
export class FrameCounter {
  readonly #handlers: FrameHandlers;
  /** The beginning of a frame whose header is not complete. */
  #head: Buffer = Buffer.alloc(0);
  /** Bytes of the current frame that are still to come. */
  #missing = 0;
  #length = 0;
  #opcode = 0;

  constructor(handlers: FrameHandlers) {
    this.#handlers = handlers;
  }

  /** Takes what was read from the socket. */
  push(bytes: Buffer): void {
    let data = this.#head.length > 0 ? Buffer.concat([this.#head, bytes]) : bytes;
    this.#head = Buffer.alloc(0);
    while (data.length > 0) {
      if (this.#missing === 0) {
        const headLength = this.#readHead(data);
        if (headLength === 0) {
          this.#head = Buffer.from(data);
          return;
        }
        data = data.subarray(headLength);
      }
      const taken = Math.min(this.#missing, data.length);
      this.#missing -= taken;
      if (this.#missing === 0) this.#end(data.subarray(Math.max(0, taken - TAIL_BYTES), taken));
      data = data.subarray(taken);
    }
  }

  /** Length of the frame's header; 0: it is not complete. */
  #readHead(data: Buffer): number {
    const short = (data[1] ?? 0) & 0x7f;
    const length = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (data.length < length) return 0;
    this.#opcode = (data[0] ?? 0) & 0x0f;
    this.#length = length === 2 ? short : length === 4 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2));
    this.#missing = this.#length;
    if (this.#missing === 0) this.#end(data.subarray(0, 0));
    return length;
  }

  #end(tail: Buffer): void {
    if (this.#opcode === 1) this.#handlers.message(this.#length, tail);
    else if (this.#opcode === 9) this.#handlers.ping();
    else if (this.#opcode === 8) this.#handlers.close();
  }
}
