import type { Tracer, TraceSpan } from '../../coder/tracer.ts';
import type { FeedCounts, ResumeReason } from './feed-counts.ts';

export interface FollowRecordOptions {
  counts: FeedCounts;
  /** Gets a span for each followed log. @default none is made */
  tracer?: Tracer | undefined;
}

/** What is told of one followed log: its part of the figures of all, and a span of its own where traces are made. */
export class FollowRecord {
  readonly span: TraceSpan | undefined;
  readonly #counts: FeedCounts;
  /** Why the next socket is not the first. */
  #resumeReason: ResumeReason | undefined;
  #ended = false;

  constructor({ counts, tracer }: FollowRecordOptions, kind: string) {
    this.#counts = counts;
    this.span = tracer?.start('follow log', { 'coder_graphql.log': kind });
  }

  delivered(lines: number): void {
    this.#counts.lines += lines;
  }

  /** Runs what delivers those of a socket's lines that are news. */
  received(lines: number, deliver: () => void): void {
    const before = this.#counts.lines;
    deliver();
    this.#counts.duplicateLines += lines - (this.#counts.lines - before);
  }

  /** What it was read through is no more. */
  stopped(reason: ResumeReason): void {
    this.#resumeReason = reason;
  }

  /** A socket is being opened. */
  dialing(): void {
    const reason = this.#resumeReason;
    if (reason === undefined) return;
    this.#counts.resumes[reason]++;
    this.span?.event('resume', { reason });
  }

  /** The log is followed no more; `failure`: the code for which it was given up. */
  end(failure?: string): void {
    if (!this.#ended) this.span?.end({}, failure);
    this.#ended = true;
  }
}
