import type { LogId } from '../../coder/rest/scalars.ts';
import { GatewayError } from '../../errors.ts';

/** Lines between two checkpoints; a client that has to read again reads at most so many lines twice. */
const CHECKPOINT_LINES = 100;

/** Most delivered lines that are read again; Coder itself keeps at most 1 MiB of a build's log. */
const MAX_LINES = 100_000;

/** The lines up to `last`, as their count and the sum of their ids. */
interface Totals {
  last: LogId | undefined;
  count: number;
  sum: bigint;
}

/**
 * Compares what a feed has delivered with the log itself. While a log is written, a socket may bring its lines in
 * another order than their ids; a feed would drop the late one as known. So no line is taken for delivered until a
 * plain read after the end of the job agrees.
 */
export class DeliveryAudit {
  /** Whether lines were delivered while the job was running. */
  needed = false;
  #delivered: Totals;
  /** Totals at earlier lines, the start of the feed first. */
  readonly #checkpoints: Totals[];
  /** The comparison under way. */
  #read: { totals: Totals; next: number; confirmed: LogId | undefined; matches: boolean } | undefined;

  constructor(start: LogId | undefined) {
    this.#delivered = { last: start, count: 0, sum: 0n };
    this.#checkpoints = [this.#delivered];
  }

  delivered(lines: readonly { id: LogId }[]): void {
    this.#delivered = added(this.#delivered, lines);
    const { count } = this.#checkpoints.at(-1) as Totals;
    if (this.#delivered.count - count >= CHECKPOINT_LINES) this.#checkpoints.push(this.#delivered);
  }

  /** Starts to compare, from the beginning again if it was interrupted; returns the line to read after. */
  begin(): LogId | undefined {
    const first = this.#checkpoints.findIndex(({ count }) => this.#delivered.count - count <= MAX_LINES);
    const totals = this.#checkpoints.at(first) as Totals;
    this.#read = { totals, next: this.#checkpoints.indexOf(totals) + 1, confirmed: totals.last, matches: true };
    return totals.last;
  }

  /** The next lines of the plain read. */
  compare(lines: readonly { id: LogId }[]): void {
    for (const line of lines) {
      this.#pass(line.id);
      if (this.#read) this.#read.totals = added(this.#read.totals, [line]);
    }
  }

  /** The plain read is complete. The line up to which both agree, if they do not agree everywhere. */
  finish(): { matches: true } | { matches: false; confirmed: LogId | undefined } {
    this.#pass(undefined);
    const read = this.#read;
    if (!read) return { matches: true };
    return read.matches && same(read.totals, this.#delivered)
      ? { matches: true }
      : { matches: false, confirmed: read.confirmed };
  }

  /** Compares at the checkpoints before this line of the log; undefined: at all that are left. */
  #pass(id: LogId | undefined): void {
    const read = this.#read;
    while (read) {
      const checkpoint = this.#checkpoints[read.next];
      if (checkpoint?.last === undefined || (id !== undefined && id <= checkpoint.last)) return;
      read.next++;
      read.matches &&= same(read.totals, checkpoint);
      if (read.matches) read.confirmed = checkpoint.last;
    }
  }
}

/** Lines were delivered that differ from the log. */
export class LogMismatchError extends GatewayError {
  readonly #confirmed: LogId | undefined;

  constructor(confirmed: LogId | undefined) {
    super(
      'UPSTREAM_BAD_RESPONSE',
      'The lines that Coder sent while the job was running differ from its log; read again after lastId.',
    );
    this.#confirmed = confirmed;
  }

  /** Where a reader that has this line resumes; 0: at the beginning. */
  resumeAt(last: LogId | undefined): LogId | undefined {
    const confirmed = this.#confirmed ?? 0;
    return last === undefined || last < confirmed ? last : confirmed;
  }
}

function added(totals: Totals, lines: readonly { id: LogId }[]): Totals {
  let { last, count, sum } = totals;
  for (const { id } of lines) {
    last = id;
    count++;
    sum += BigInt(id);
  }
  return { last, count, sum };
}

function same(one: Totals, other: Totals): boolean {
  return one.count === other.count && one.sum === other.sum;
}
