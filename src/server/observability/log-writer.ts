import { write, writeSync } from 'node:fs';

/** Lines are written together when they have this many bytes, or after `FLUSH_MS`. */
const BUFFER_BYTES = 15 * 1024;
const FLUSH_MS = 200;
/** One write takes lines of about so many bytes. */
const WRITE_BYTES = 16 * 1024;
/** How long the end of the process waits for whoever does not read. */
const LAST_FLUSH_MS = 500;
/** How long it waits for room, before it looks again. */
const LOOK_MS = 10;

export interface LogWriterOptions {
  fd: number;
  /** Bytes that may wait for a reader that does not read; lines beyond them are lost, rather than the memory. */
  maxWaitingBytes: number;
  /** Called when there is room again, after lines were lost. */
  onLost: (lines: number) => void;
}

/** Those with lines that are not written. */
const unwritten = new Set<LogWriter>();
let writesOnExit = false;

/**
 * Writes lines to a file or a pipe, several at once: a write for each would take a fifth of the time of a small request.
 * It never waits for a reader, and what cannot be written (a full disk, a reader that has left) waits and is tried again.
 * What waits is written when the process exits, if that can be done soon. (The writer of pino, sonic-boom, tries then for
 * ever what fails with anything but a lack of room.)
 */
export class LogWriter {
  readonly #fd: number;
  readonly #maxWaitingBytes: number;
  readonly #onLost: (lines: number) => void;
  /** Lines together, as many as one write takes. A buffer is the end of what was written in part. */
  #chunks: (string | Buffer)[] = [];
  /** Bytes of the last of these, while lines may be added to it. */
  #lastBytes = WRITE_BYTES;
  /** Of all that is not written. */
  #bytes = 0;
  #isWriting = false;
  #timer: NodeJS.Timeout | undefined;
  #lostLines = 0;
  #toldLines = 0;
  readonly #flushes = new Set<() => void>();

  constructor({ fd, maxWaitingBytes, onLost }: LogWriterOptions) {
    this.#fd = fd;
    this.#maxWaitingBytes = maxWaitingBytes;
    this.#onLost = onLost;
    if (!writesOnExit) process.on('exit', writeAll);
    writesOnExit = true;
  }

  get lostLines(): number {
    return this.#lostLines;
  }

  write(line: string): void {
    const bytes = Buffer.byteLength(line);
    if (this.#bytes + bytes > this.#maxWaitingBytes) {
      this.#lostLines++;
      return;
    }
    if (this.#lastBytes + bytes < WRITE_BYTES) {
      this.#chunks[this.#chunks.length - 1] += line;
      this.#lastBytes += bytes;
    } else {
      this.#chunks.push(line);
      this.#lastBytes = bytes;
    }
    if (this.#bytes === 0) unwritten.add(this);
    this.#bytes += bytes;
    // Where a write has failed, this many bytes wait already.
    if (this.#bytes - bytes < BUFFER_BYTES && this.#bytes >= BUFFER_BYTES) this.#begin();
    else this.#beginLater();
  }

  /** Resolves when all lines are written, or soon when that cannot be done. */
  flush(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#flushes.delete(done);
        resolve();
      };
      const timer = setTimeout(done, LAST_FLUSH_MS);
      this.#flushes.add(done);
      this.#begin();
    });
  }

  /** Writes all lines at once, but what is being written already; gives up soon when that cannot be done. */
  flushSync(): void {
    const giveUpAt = performance.now() + LAST_FLUSH_MS;
    for (let chunk = this.#take(); chunk !== undefined; chunk = this.#take()) {
      try {
        this.#written(chunk, writeSync(this.#fd, chunk));
      } catch (error) {
        this.#chunks.unshift(chunk);
        if (!isLackOfRoom(error) || performance.now() > giveUpAt) return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
      }
    }
  }

  #beginLater(): void {
    this.#timer ??= setTimeout(() => this.#begin(), FLUSH_MS).unref();
  }

  #begin(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isWriting) return;
    const chunk = this.#take();
    if (chunk === undefined) {
      this.#endFlushes();
      this.#tellLost();
      return;
    }
    this.#isWriting = true;
    write(this.#fd, chunk, (error, bytes) => {
      this.#isWriting = false;
      if (error) this.#failed(chunk, error);
      else this.#succeeded(chunk, bytes);
    });
  }

  #succeeded(chunk: Buffer, bytes: number): void {
    this.#written(chunk, bytes);
    if (this.#bytes >= BUFFER_BYTES || this.#flushes.size > 0) {
      this.#begin();
      return;
    }
    this.#tellLost();
    if (this.#bytes > 0) this.#beginLater();
  }

  #failed(chunk: Buffer, error: Error): void {
    this.#chunks.unshift(chunk);
    this.#beginLater();
    if (!isLackOfRoom(error)) this.#endFlushes();
  }

  #take(): Buffer | undefined {
    const chunk = this.#chunks.shift();
    if (this.#chunks.length === 0) this.#lastBytes = WRITE_BYTES;
    return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }

  #written(chunk: Buffer, bytes: number): void {
    this.#bytes -= bytes;
    if (bytes < chunk.length) this.#chunks.unshift(chunk.subarray(bytes));
    if (this.#bytes === 0) unwritten.delete(this);
  }

  #tellLost(): void {
    if (this.#lostLines === this.#toldLines) return;
    const lines = this.#lostLines - this.#toldLines;
    this.#toldLines = this.#lostLines;
    this.#onLost(lines);
  }

  #endFlushes(): void {
    for (const done of this.#flushes) done();
  }
}

/** Of a pipe; a disk that is full is another failure. */
function isLackOfRoom(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EAGAIN' || code === 'EBUSY';
}

function writeAll(): void {
  for (const writer of unwritten) writer.flushSync();
}
