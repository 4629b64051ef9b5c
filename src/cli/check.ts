import type { CoderClient } from '../coder/client.ts';
import { ageWarning } from '../coder/deployment/features.ts';
import { endpoints } from '../coder/endpoints.ts';
import { invalidFields, omittedItems } from '../coder/response/walk.ts';
import { settingNames } from '../config.ts';
import { GatewayError } from '../errors.ts';
import { causeOf } from './outage-log.ts';
import { unknownEnumValues } from './unknown-values.ts';

export interface CheckReport {
  lines: string[];
  ok: boolean;
}

/**
 * Reaches Coder and reads what every query rests on: does each answer have the shape that this version knows? With a
 * token also the user, a workspace and its newest build's details; never writes.
 */
export async function checkUpstream(coder: CoderClient, token: string | undefined): Promise<CheckReport> {
  const report: CheckReport = { lines: [], ok: true };
  const step = async <T>(name: string, read: () => Promise<T>, say: (value: T) => string): Promise<T | undefined> => {
    try {
      const value = await read();
      const wrong = wrongParts(value);
      if (wrong.length > 0) report.ok = false;
      report.lines.push(
        wrong.length > 0 ? `FAIL ${name}: unknown shape of ${wrong.join(', ')}` : `ok   ${name}: ${say(value)}`,
      );
      return value;
    } catch (error) {
      report.ok = false;
      report.lines.push(`FAIL ${name}: ${reason(error)}`);
      return undefined;
    }
  };
  const info = await step(
    'version',
    () => coder.buildInfo(),
    ({ version }) => version,
  );
  if (info === undefined) {
    report.lines.push(`     asked at ${coder.url.origin}${coder.url.pathname}`);
    return report;
  }
  const warning = ageWarning(info.version);
  if (warning) report.lines.push(`warn version: ${warning}`);
  if (token === undefined) {
    report.lines.push(`     no ${settingNames.sessionToken}: nothing else was compared`);
    return report;
  }
  const session = coder.session({ token, maxCalls: 20 });
  const user = await step(
    'user',
    () => session.call(endpoints.user, { path: { user: 'me' } }),
    ({ username }) => username ?? 'without a name',
  );
  if (user === undefined) return report;
  const page = await step(
    'workspaces',
    () => session.call(endpoints.workspaces, { path: {}, query: { limit: 1 } }),
    ({ count }) => `${count} visible`,
  );
  const build = page?.workspaces[0]?.latest_build;
  if (!build || build instanceof Error) {
    report.lines.push('     no workspace is visible: builds were not compared');
    return report;
  }
  const options = { path: { workspacebuild: build.id } };
  await step(
    'build',
    () => session.call(endpoints.build, options),
    ({ build_number, status }) => `number ${build_number}, ${status}`,
  );
  await step(
    'parameters',
    () => session.call(endpoints.parameters, options),
    (list) => `${list.length}`,
  );
  await step(
    'timings',
    () => session.call(endpoints.timings, options),
    () => 'understood',
  );
  await step(
    'logs',
    () => session.call(endpoints.buildLogs, options),
    (list) => `${list.length} lines`,
  );
  // News rather than a defect: the graph shows such a value as UNKNOWN.
  for (const unknown of await unknownEnumValues(coder, token, build.workspace_id))
    report.lines.push(`warn enum value that this version does not know: ${unknown}`);
  return report;
}

/** Parts of an answer that were not understood: fields by name, items of lists by their reason. */
function wrongParts(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (value instanceof Error) return [value.message];
  const here = [...invalidFields(value), ...omittedItems(value).map(({ message }) => message)];
  return [...here, ...Object.values(value).flatMap(wrongParts)];
}

/** With what lies behind it, such as ENOTFOUND: whoever checks wants to mend it. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error instanceof GatewayError ? error.originalError : undefined;
  return cause ? `${error.message} (${causeOf(cause)})` : error.message;
}
