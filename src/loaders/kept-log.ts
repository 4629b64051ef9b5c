import { KeptAnswers } from '../coder/cache/kept-answers.ts';
import { endpoints } from '../coder/endpoints.ts';
import type { BuildLog, LogId } from '../coder/model.ts';
import { copyOmissions, isSound, omittedItems } from '../coder/response/walk.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import type { CoderSession } from '../coder/session.ts';
import { logIsFinal } from './final-details.ts';
import type { ShownBuilds } from './shown-builds.ts';

/** The first lines of a build's log, or all of them. */
interface KeptLog {
  lines: readonly BuildLog[];
  /** Read as a whole when it could not grow any more. */
  final: boolean;
}

/**
 * Reads the lines of builds after a log id. Where this request was shown the build, the lines that are kept are not
 * read again: of a log that may still grow only what comes after them is.
 */
export function keptLog(
  session: CoderSession,
  shown: Pick<ShownBuilds, 'get'>,
): (build: Uuid, after: LogId) => readonly BuildLog[] | Promise<readonly BuildLog[] | null> {
  const { cache, clock } = session.client;
  const kept = cache && new KeptAnswers<KeptLog>(cache, 'logs');
  const read = (workspacebuild: Uuid, after: LogId, keptByCaller = false) =>
    session.read(endpoints.buildLogs, {
      path: { workspacebuild },
      query: after === 0 ? {} : { after: String(after) },
      keptByCaller,
    });
  return (id, after) => {
    const build = shown.get(id);
    if (!kept || !build) return read(id, after);
    const whole = kept.find(id, ({ final }) => final);
    if (whole) {
      session.cached(endpoints.buildLogs);
      return behind(whole.lines, after);
    }
    const final = logIsFinal(build, clock.now());
    // Once it cannot grow any more it is read as a whole, so that no line that came late is missing for ever.
    const begun = final ? undefined : kept.peek(id)?.lines;
    const last = begun?.at(-1)?.id ?? 0;
    // What lies between would be read only to be kept.
    if (after > last) return read(id, after);
    return read(id, last, true).then((more) => {
      if (!more) return null;
      if (begun && more.length === 0 && omittedItems(more).length === 0) return behind(begun, after);
      const lines = begun ? copyOmissions(more, [...begun, ...more]) : more;
      if (isSound(lines) && ascend(lines)) kept.keep(id, { lines, final });
      return behind(lines, after);
    });
  };
}

function ascend(lines: readonly BuildLog[]): boolean {
  return lines.every(({ id }, index) => index === 0 || id > (lines[index - 1] as BuildLog).id);
}

/** A line that was left out has no id, and may be anywhere. */
function behind(lines: readonly BuildLog[], after: LogId): readonly BuildLog[] {
  return after === 0
    ? lines
    : copyOmissions(
        lines,
        lines.filter(({ id }) => id > after),
      );
}
