import type { Caller } from '../caller.ts';
import type { CoderClient } from '../client.ts';
import type { OpenAnswer } from '../connection/transport.ts';
import type { CallOptions, Endpoint } from '../endpoints.ts';
import { loopClock } from '../policies/loop-clock.ts';
import type { LogId } from '../rest/scalars.ts';
import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE, SPACE } from './char-codes.ts';
import type { Check, RestList } from './check.ts';
import { firstInvalid } from './check.ts';
import { errorFromNetwork, timeoutError, UpstreamError } from './failures.ts';
import { parseLogJson } from './log-json.ts';

export interface LogBatch<Line> {
  lines: Line[];
  /** Whether the log, as it was when it was asked for, ends here. */
  complete: boolean;
}

/** One log line is cut at some kilobytes by Coder; an object beyond this is none. */
const MAX_OBJECT_CHARACTERS = 1024 * 1024;
/** Milliseconds for the end of an answer whose list has ended; the two usually come together. */
const END_MS = 1_000;

/**
 * A log read as a stream, taken in batches at the reader's own pace: what is not taken stays at Coder, held back
 * by the connection. Whoever opens it takes it to the end or destroys it.
 */
export class LogStream<Line extends { id: LogId }> {
  readonly #body: OpenAnswer['body'];
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #objects = new ArrayObjects();
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #check: Check;
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal | undefined;
  readonly #abort = () => this.destroy();
  #last: LogId | undefined;
  #draining = false;
  /** Why there is no more, although there may be. */
  #loss: UpstreamError | undefined;

  private constructor(
    body: OpenAnswer['body'],
    check: Check,
    timeoutMs: number,
    after: LogId | undefined,
    signal: AbortSignal | undefined,
  ) {
    this.#body = body;
    this.#signal = signal;
    if (signal?.aborted) body.destroy();
    else signal?.addEventListener('abort', this.#abort, { once: true });
    this.#chunks = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    this.#check = check;
    this.#timeoutMs = timeoutMs;
    this.#last = after;
  }

  /** Throws what `CoderClient.call` throws. */
  static async open<Route extends string, Line extends { id: LogId }>(
    client: CoderClient,
    endpoint: Endpoint<Route, RestList>,
    path: CallOptions<Route>['path'],
    after: LogId | undefined,
    caller: Caller,
  ): Promise<LogStream<Line>> {
    const query = { after: after === undefined ? undefined : String(after) };
    const answer = await client.open(endpoint, { path, query }, caller);
    return new LogStream<Line>(answer.body, endpoint.check, client.timeoutMs, after, caller.signal);
  }

  /**
   * Up to `max` lines; fewer only at the end, or where the connection was lost: the next call then throws. At the end,
   * or when it fails, it closes the stream itself.
   */
  async next(max: number): Promise<LogBatch<Line>> {
    if (this.#loss) throw this.#loss;
    const cancel = loopClock.after(this.#timeoutMs, () => this.#body.destroy(timeoutError(this.#timeoutMs)));
    const lines: Line[] = [];
    try {
      for (;;) {
        const text = this.#objects.take(max - lines.length);
        if (text !== undefined) this.#add(lines, text);
        if (this.#objects.ended) {
          this.destroy();
          return { lines, complete: true };
        }
        if (lines.length >= max) return { lines, complete: false };
        const { done, value } = await this.#chunks.next();
        this.#objects.push(this.#decoded(done ? undefined : value), done === true);
      }
    } catch (error) {
      this.destroy();
      if (this.#signal?.aborted) throw this.#signal.reason;
      const failure = errorFromNetwork(error);
      if (lines.length === 0 || failure.code === 'UPSTREAM_BAD_RESPONSE') throw failure;
      // Where every answer is cut or slow, these are all that ever comes of it: whoever reads on begins behind them.
      this.#loss = failure;
      return { lines, complete: false };
    } finally {
      cancel();
    }
  }

  destroy(): void {
    this.#signal?.removeEventListener('abort', this.#abort);
    if (!this.#objects.ended) this.#body.destroy();
    else if (!this.#draining) this.#drain();
  }

  /** The connection of an answer that is read to its end can be used again; one whose end never comes would be lost. */
  #drain(): void {
    this.#draining = true;
    const cancel = loopClock.after(END_MS, () => this.#body.destroy());
    this.#body.once('close', cancel).resume();
  }

  #decoded(chunk: Buffer | undefined): string {
    try {
      return chunk === undefined ? this.#decoder.decode() : this.#decoder.decode(chunk, { stream: true });
    } catch {
      throw unreadable('it is not UTF-8');
    }
  }

  #add(lines: Line[], text: string): void {
    let json: unknown;
    try {
      json = parseLogJson(text);
    } catch {
      throw unreadable('it is not JSON');
    }
    const bad = firstInvalid(this.#check, json, 'the log');
    // A line that cannot be read must not look like one that was never there.
    if (bad !== undefined) throw new UpstreamError('UPSTREAM_BAD_RESPONSE', bad.message);
    for (const line of json as Line[]) {
      if (this.#last !== undefined && line.id <= this.#last) throw unreadable('its ids do not ascend');
      this.#last = line.id;
      lines.push(line);
    }
  }
}

/** Finds the objects of a JSON array that comes in pieces. Only the boundaries: what is inside is for the parser. */
class ArrayObjects {
  #text = '';
  /** How far `#text` was looked at. */
  #seen = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #closed = false;
  /** Begin and end of the objects in `#text`, in turn; the last may have no end yet. */
  #bounds: number[] = [];

  /** Whether the array has been closed and all its objects taken. */
  get ended(): boolean {
    return this.#closed && this.#bounds.length === 0;
  }

  push(text: string, last: boolean): void {
    this.#text += text;
    this.#scan();
    if (last && !this.#closed) throw unreadable('it ends too early');
    // What follows the last whole object: one that has no end yet, or space.
    const rest = this.#bounds.length % 2 === 1 ? this.#bounds.at(-2) : this.#bounds.at(-1);
    if (this.#text.length - (rest ?? 0) > MAX_OBJECT_CHARACTERS) throw unreadable('a line is too large');
  }

  /** The next `max` whole objects, or as many as there are, as the text of an array. */
  take(max: number): string | undefined {
    const count = Math.min(max, this.#bounds.length >> 1);
    if (count === 0) return undefined;
    const end = this.#bounds[2 * count - 1] as number;
    const text = `[${this.#text.slice(this.#bounds[0], end)}]`;
    this.#text = this.#text.slice(end);
    this.#seen -= end;
    this.#bounds = this.#bounds.slice(2 * count).map((position) => position - end);
    return text;
  }

  #scan(): void {
    const text = this.#text;
    let depth = this.#depth;
    let inString = this.#inString;
    let escaped = this.#escaped;
    for (let index = this.#seen; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (inString) {
        if (escaped) escaped = false;
        else if (code === BACKSLASH) escaped = true;
        else if (code === QUOTE) inString = false;
      } else if (depth > 1) {
        if (code === QUOTE) inString = true;
        else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
        else if ((code === CLOSE_BRACE || code === CLOSE_BRACKET) && --depth === 1) this.#bounds.push(index + 1);
      } else if (depth === 1 && code === OPEN_BRACE) {
        depth = 2;
        this.#bounds.push(index);
      } else if (depth === 1 && code === CLOSE_BRACKET) {
        depth = 0;
        this.#closed = true;
      } else if (depth === 0 && code === OPEN_BRACKET && !this.#closed) depth = 1;
      else if (code > SPACE && !(depth === 1 && code === COMMA)) throw unreadable('it is not a list of objects');
    }
    this.#seen = text.length;
    this.#depth = depth;
    this.#inString = inString;
    this.#escaped = escaped;
  }
}

function unreadable(why: string): UpstreamError {
  return new UpstreamError('UPSTREAM_BAD_RESPONSE', `The log that Coder sent cannot be read: ${why}.`);
}
