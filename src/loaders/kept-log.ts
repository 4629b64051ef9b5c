import { KeptAnswers } from '../coder/cache/kept-answers.ts';
import { endpoints } from '../coder/endpoints.ts';
import type { BuildLog, LogId } from '../coder/model.ts';
import { firstInvalid, itemsOf, listOf, type RestList } from '../coder/response/check.ts';
import { buildLog, buildLogs } from '../coder/rest/logs.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import type { CoderSession } from '../coder/session.ts';
import { logIsFinal } from './final-details.ts';
import type { ShownBuilds } from './shown-builds.ts';

/** The first lines of a build's log, or all of them. */
interface KeptLog {
  lines: RestList<BuildLog>;
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
): (build: Uuid, after: LogId) => RestList<BuildLog> | Promise<RestList<BuildLog> | null> {
  const { cache } = session.client;
  const kept = cache && new KeptAnswers<KeptLog>(cache, 'logs');
  const read = (workspacebuild: Uuid, after: LogId, keptByCaller = false) =>
    session.read(endpoints.buildLogs, {
      path: { workspacebuild },
      query: afterQuery(after),
      keptByCaller,
    });
  const known = (lines: RestList<BuildLog>, after: LogId) => {
    session.cached(endpoints.buildLogs);
    return behind(lines, after);
  };
  return (id, after) => {
    const build = shown.get(id);
    if (!kept || !build) return read(id, after);
    const whole = kept.find(id, ({ final }) => final);
    if (whole) return known(whole.lines, after);
    const final = logIsFinal(build, session.now());
    // Once it cannot grow any more it is read as a whole, so that no line that came late is missing for ever.
    const begun = final ? undefined : kept.peek(id)?.lines;
    const last = (begun && lastId(begun)) ?? 0;
    const readMore = () => {
      // What lies between would be read only to be kept.
      if (after > last) return read(id, after);
      return read(id, last, true).then((more) => {
        if (!more) return null;
        if (begun && itemsOf(more).length === 0) return behind(begun, after);
        const lines = begun ? listOf<BuildLog>([...itemsOf(begun), ...itemsOf(more)]) : more;
        if (isSound(lines)) {
          kept.keep(id, { lines, final });
          if (final) kept.share(id, { lines, final });
        }
        return behind(lines, after);
      });
    };
    const shared = final ? kept.findShared(id, (log) => log.final === true && isSound(log.lines)) : undefined;
    if (!shared) return readMore();
    return shared.then((log) => (log ? known(log.lines, after) : readMore()));
  };
}

/** Asks for the lines after a log id; 0 is before all. */
export function afterQuery(after: LogId): { after?: string } {
  return after === 0 ? {} : { after: String(after) };
}

function idOf(line: unknown): LogId {
  return buildLog.read(line as BuildLog, 'id');
}

function lastId(lines: RestList<BuildLog>): LogId | undefined {
  const line = itemsOf(lines).at(-1);
  return line === undefined ? undefined : idOf(line);
}

/** Whether the lines can be kept: all of them can be read, in the order of their ids. */
function isSound(lines: RestList<BuildLog>): boolean {
  return !firstInvalid(buildLogs, lines, 'the log') && ascend(lines);
}

function ascend(list: RestList<BuildLog>): boolean {
  const lines = itemsOf(list);
  return lines.every((line, index) => index === 0 || idOf(line) > idOf(lines[index - 1]));
}

/** A line whose id cannot be read may be anywhere. */
function behind(list: RestList<BuildLog>, after: LogId): RestList<BuildLog> {
  if (after === 0) return list;
  return listOf(itemsOf(list).filter((line) => !isBefore(line, after)));
}

function isBefore(line: unknown, after: LogId): boolean {
  const json = buildLog.peekObject(line);
  const id = json && buildLog.peek(json, 'id');
  return id !== undefined && id <= after;
}
