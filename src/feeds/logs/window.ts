import type { LogId } from '../../coder/rest/scalars.ts';
import { NewestLines } from './newest-lines.ts';
import type { BudgetedWindow, WindowBudget } from './window-budget.ts';

export type LogEvent<Line> =
  | { readonly kind: 'batch'; readonly logs: readonly Line[]; readonly lastId: LogId }
  | { readonly kind: 'end'; readonly lastId: LogId | undefined };

/** Position of a reader in the log. */
export interface Position {
  /** The last line it has. */
  last: LogId | undefined;
  /** Number of the batch that it reads next, as far as known. */
  batch: number;
}

interface Batch<Line> {
  /** The line before the first. */
  after: LogId | undefined;
  last: LogId;
  /** When it came. */
  at: number;
  bytes: number;
  /** One object for all readers that take this batch, so that it can be serialized once for all. */
  result: IteratorYieldResult<LogEvent<Line>>;
}

/** What a line costs besides its output, and a batch besides its lines, measured. */
const LINE_BYTES = 250;
const BATCH_BYTES = 250;

export interface WindowLimits {
  windowLines: number;
  windowBytes: number;
  batchLines: number;
}

/**
 * The newest batches of a log, bounded, for all readers together. It has everything after `start`;
 * readers that are further behind read from Coder.
 */
export class Window<Line extends { id: LogId; output: string }> implements BudgetedWindow {
  start: LogId | undefined;
  last: LogId | undefined;
  read = false;
  readonly #maxLines: number;
  readonly #maxBytes: number;
  readonly #batchLines: number;
  readonly #budget: WindowBudget;
  #batches: Batch<Line>[] = [];
  /** Number of the first batch that is still here. */
  #first = 0;
  #lines = 0;
  #bytes = 0;
  /** Readers that fall behind do so together, so the last joined batches are often asked for again. */
  #joined: { from: number; to: number; batch: Batch<Line> } | undefined;

  constructor(after: LogId | undefined, limits: WindowLimits, budget: WindowBudget) {
    this.start = after;
    this.last = after;
    this.#maxLines = limits.windowLines;
    this.#maxBytes = limits.windowBytes;
    this.#batchLines = limits.batchLines;
    this.#budget = budget;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether everything after this line is here. */
  covers(last: LogId | undefined): boolean {
    return this.start === undefined || (last !== undefined && last >= this.start);
  }

  /** Where the last so many of the wanted lines begin: behind which line; undefined: not all of them are here. */
  startOfLast(count: number, keeps: (line: Line) => boolean): { after: LogId | undefined } | undefined {
    const newest = new NewestLines(count, keeps, this.start);
    for (const batch of this.#batches) newest.add(logsOf(batch));
    return newest.complete || this.start === undefined ? { after: newest.start } : undefined;
  }

  /** Adds the lines that follow the last one, as one batch. */
  append(logs: readonly Line[]): void {
    const batch = batchOf(this.last, logs, this.#budget.now());
    this.last = batch.last;
    this.#batches.push(batch);
    this.#lines += logs.length;
    this.#bytes += batch.bytes;
    this.#budget.grown(this, batch.bytes);
    while (this.#batches.length > 1 && (this.#lines > this.#maxLines || this.#bytes > this.#maxBytes)) this.shrink();
  }

  shrink(): void {
    const gone = this.#batches.shift();
    if (gone === undefined) return;
    this.#first++;
    this.#lines -= size(gone);
    this.#bytes -= gone.bytes;
    this.start = gone.last;
    this.#joined = undefined;
    this.#budget.shrunk(this, gone.bytes);
  }

  /** All readers have all lines: who comes now reads what was before the newest batch from Coder. */
  trim(): void {
    while (this.#batches.length > 1) this.shrink();
  }

  /** Nobody reads it any more. */
  release(): void {
    this.#budget.remove(this);
  }

  /** The next lines for a reader that the window covers, and moves it past them; undefined: it has all. */
  next(position: Position): IteratorYieldResult<LogEvent<Line>> | undefined {
    const from = this.#find(position);
    const first = this.#batches[from];
    if (first === undefined) return undefined;
    let to = from;
    let lines = size(first);
    for (
      let next = this.#batches[to + 1];
      next && lines + size(next) <= this.#batchLines;
      next = this.#batches[to + 1]
    ) {
      lines += size(next);
      to++;
    }
    this.read = true;
    const batch = to === from ? first : this.#join(from, to);
    const { last } = position;
    position.last = batch.last;
    position.batch = this.#first + to + 1;
    if (last === batch.after) return batch.result;
    // A plain read or its own `after` had brought the reader to a line inside this batch.
    return batchOf(
      last,
      logsOf(batch).filter(({ id }) => last === undefined || id > last),
      batch.at,
    ).result;
  }

  /** When the first batch came of those that are here and have something after this line; undefined: none has. */
  arrivalAfter(last: LogId | undefined): number | undefined {
    return this.#batches[this.#find({ last, batch: -1 })]?.at;
  }

  /** Index of the first batch with something after the position. */
  #find({ last, batch }: Position): number {
    const guess = batch - this.#first;
    const known = this.#batches[guess];
    if (known ? known.after === last : guess === this.#batches.length && this.last === last) return guess;
    if (last === undefined) return 0;
    let low = 0;
    let high = this.#batches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#batches[middle] as Batch<Line>).last > last) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #join(fromIndex: number, toIndex: number): Batch<Line> {
    const from = this.#first + fromIndex;
    const to = this.#first + toIndex;
    if (this.#joined?.from === from && this.#joined.to === to) return this.#joined.batch;
    const batches = this.#batches.slice(fromIndex, toIndex + 1);
    const batch = batchOf(batches[0]?.after, batches.flatMap(logsOf), batches[0]?.at ?? 0);
    this.#joined = { from, to, batch };
    return batch;
  }
}

export function batchResult<Line extends { id: LogId }>(logs: readonly Line[]): IteratorYieldResult<LogEvent<Line>> {
  return { done: false, value: { kind: 'batch', logs, lastId: (logs.at(-1) as Line).id } };
}

function batchOf<Line extends { id: LogId; output: string }>(
  after: LogId | undefined,
  logs: readonly Line[],
  at: number,
): Batch<Line> {
  let bytes = BATCH_BYTES;
  for (const { output } of logs) bytes += output.length + LINE_BYTES;
  return { after, last: (logs.at(-1) as Line).id, at, bytes, result: batchResult(logs) };
}

function logsOf<Line>({ result }: Batch<Line>): readonly Line[] {
  return result.value.kind === 'batch' ? result.value.logs : [];
}

function size(batch: Batch<unknown>): number {
  return logsOf(batch).length;
}
