import type { LogStream } from '../../coder/response/log-stream.ts';
import type { LogId } from '../../coder/rest/scalars.ts';

/** Lines of one part of a plain read. */
const PART_LINES = 1_000;

/** Some lines of a plain read. */
export interface LogPart<Line> {
  /** They follow upon this id without a gap. */
  after: LogId | undefined;
  lines: readonly Line[];
  /** Nothing was left when Coder answered. */
  complete: boolean;
}

/** The parts of a log that was asked for behind `after`; whoever takes no more of them ends the read. */
export async function* logParts<Line extends { id: LogId }>(
  stream: LogStream<Line>,
  after: LogId | undefined,
): AsyncGenerator<LogPart<Line>, undefined> {
  try {
    for (let from = after; ; ) {
      const { lines, complete } = await stream.next(PART_LINES);
      yield { after: from, lines, complete };
      if (complete) return;
      from = lines.at(-1)?.id ?? from;
    }
  } finally {
    stream.destroy();
  }
}
