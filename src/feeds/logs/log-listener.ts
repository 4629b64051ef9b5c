import type { LogStream } from '../../coder/response/log-stream.ts';
import type { LogId } from '../../coder/rest/scalars.ts';
import type { SharedTarget, ToldLines } from '../cluster.ts';
import { logParts } from './log-parts.ts';
import { hasReached } from './machine-protocol.ts';

export interface ListenerOptions<Line extends { id: LogId }> {
  shared: Pick<SharedTarget, 'since' | 'distrust'>;
  /** The lines of a JSON array; throws when it is malformed. */
  parse: (json: string) => Line[];
  /** Up to which line everything is delivered. */
  last: () => LogId | undefined;
  /** The listener takes the place of a socket from now on. */
  opened: () => void;
  /** Lines that follow upon the last one without a gap; those up to it may come once more. */
  lines: (lines: readonly Line[]) => void;
  /** Reads plainly from Coder what is behind this line. */
  open: (after: LogId | undefined) => Promise<LogStream<Line>>;
  /** What was read so. */
  offer: (after: LogId | undefined, lines: readonly Line[]) => void;
  /** The last call: Coder did not answer. */
  failed: (error: unknown) => void;
}

/** Characters that may wait while a gap is filled. */
const MAX_WAITING = 4 * 2 ** 20;

/**
 * Takes the lines of a log from the replica that follows it. It believes only what continues at the last line; a gap is
 * read from what was told before, or else from Coder.
 */
export class LogListener<Line extends { id: LogId }> {
  readonly #options: ListenerOptions<Line>;
  #waiting: ToldLines[] = [];
  #waitingLength = 0;
  #busy = true;
  #closed = false;

  constructor(options: ListenerOptions<Line>) {
    this.#options = options;
  }

  start(): void {
    this.#options.opened();
    void this.#catchUp();
  }

  told(told: ToldLines): void {
    if (this.#closed) return;
    if (!this.#busy && this.#take(told)) return;
    this.#waiting.push(told);
    this.#waitingLength += told.json.length;
    if (this.#waitingLength > MAX_WAITING) {
      // What is dropped is a gap, which the newest lines show though nothing may follow them.
      this.#waiting = [told];
      this.#waitingLength = told.json.length;
    }
    if (!this.#busy) void this.#catchUp();
  }

  /** No more calls of the options' functions. */
  close(): void {
    this.#closed = true;
  }

  async #catchUp(): Promise<void> {
    const { shared, last, failed } = this.#options;
    this.#busy = true;
    try {
      const told = await shared.since(last());
      if (this.#closed) return;
      if (told === undefined || !told.every((each) => this.#take(each))) await this.#fillGap();
      while (!this.#closed) {
        const next = this.#waiting.shift();
        if (next === undefined) break;
        this.#waitingLength -= next.json.length;
        if (!this.#take(next)) {
          await this.#fillGap();
          if (this.#closed) return;
          // Coder has nothing of what is told to be before these lines.
          if (!this.#take(next)) return shared.distrust();
        }
      }
      this.#busy = false;
    } catch (error) {
      if (!this.#closed) failed(error);
    }
  }

  async #fillGap(): Promise<void> {
    const { last, open, offer } = this.#options;
    const after = last();
    for await (const part of logParts(await open(after), after)) {
      if (this.#closed) return;
      offer(part.after, part.lines);
    }
  }

  /** Takes lines that continue at the last one, or are known; whether they do. */
  #take({ after, last, json }: ToldLines): boolean {
    if (this.#closed) return true;
    const reached = this.#options.last();
    if (last === undefined || (reached !== undefined && last <= reached)) return true;
    if (!hasReached(reached, after)) return false;
    const lines = this.#parsed(json);
    if (lines && areBetween(after, lines, last)) this.#options.lines(lines);
    else this.#options.shared.distrust();
    return true;
  }

  #parsed(json: string): Line[] | undefined {
    try {
      return this.#options.parse(json);
    } catch {
      return undefined;
    }
  }
}

/** Whether the ids ascend from behind `after` to `last`. */
function areBetween(after: LogId | undefined, lines: readonly { id: LogId }[], last: LogId): boolean {
  let before = after;
  for (const { id } of lines) {
    if (before !== undefined && id <= before) return false;
    before = id;
  }
  return before === last;
}
