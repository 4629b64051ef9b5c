import type { LogId } from '../../coder/rest/scalars.ts';
import type { Window } from './window.ts';

/** A line of any log. */
export interface LogLine {
  id: LogId;
  output: string;
}

/** Who reads: the identity is the same for all readers with the same token. */
export interface Credential {
  readonly identity: string;
  readonly token: string;
}

/** A reader as a tail sees it. */
export interface TailReader extends Credential {
  /** There are new lines, or the log has ended. Called once for each `wait`. */
  wake(): void;
  /** Ends the reader with this error. */
  fail(error: unknown): void;
}

/** The newest part of a log that is being followed, as its readers see it. */
export interface LogTail<Line extends LogLine> {
  readonly window: Window<Line>;
  /** Whether nothing will be added to the window any more. */
  readonly ended: boolean;
  /** Wakes this reader at the next lines or at the end. */
  wait(reader: TailReader): void;
  /** The reader has ended. */
  remove(reader: TailReader): void;
  /** Whether a reader that has this line has all lines of the ended log. */
  complete(last: LogId | undefined): boolean;
  /** Lines that a reader has read for itself, which follow upon `after` without a gap. */
  offer(after: LogId | undefined, lines: readonly Line[]): void;
  /** Asks Coder whether this reader may read; rejects when it may not, or when Coder does not answer. */
  check(reader: Credential): Promise<void>;
  /** Coder has told this reader that it may not read. */
  refused(reader: TailReader, error: unknown): void;
}
