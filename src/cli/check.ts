import type { CoderClient } from '../coder/client.ts';
import { ageWarning } from '../coder/deployment/features.ts';
import { type CallOptions, type Endpoint, endpoints } from '../coder/endpoints.ts';
import type { Build, WorkspacePage } from '../coder/model.ts';
import { type Check, itemsOf, unchecked } from '../coder/response/check.ts';
import { invalidParts } from '../coder/response/invalid-parts.ts';
import { build as ofBuild } from '../coder/rest/build.ts';
import { user as ofUser } from '../coder/rest/user.ts';
import { workspaces as ofPage, workspace as ofWorkspace } from '../coder/rest/workspace.ts';
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
  const step = async <T>(
    name: string,
    read: () => Promise<T>,
    say: (value: T) => string,
    check: Check = unchecked(),
  ): Promise<T | undefined> => {
    try {
      const value = await read();
      const wrong = invalidParts(check, value);
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
  const read = <Route extends string, R>(
    name: string,
    endpoint: Endpoint<Route, R>,
    options: CallOptions<Route>,
    say: (value: R) => string,
  ) => step(name, () => session.call(endpoint, options), say, endpoint.check);
  const { user, workspaces, build, parameters, timings, buildLogs } = endpoints;
  const me = await read('user', user, { path: { user: 'me' } }, (json) => ofUser.read(json, 'username'));
  if (me === undefined) return report;
  const page = await read(
    'workspaces',
    workspaces,
    { path: {}, query: { limit: 1 } },
    (json) => `${ofPage.read(json, 'count')} visible`,
  );
  const latest = page && latestBuildOf(page);
  const id = latest ? ofBuild.peek(latest, 'id') : undefined;
  const workspaceId = latest ? ofBuild.peek(latest, 'workspace_id') : undefined;
  if (id === undefined || workspaceId === undefined) {
    report.lines.push('     no workspace is visible: builds were not compared');
    return report;
  }
  const options = { path: { workspacebuild: id } };
  await read(
    'build',
    build,
    options,
    (json) => `number ${ofBuild.read(json, 'build_number')}, ${ofBuild.read(json, 'status')}`,
  );
  await read('parameters', parameters, options, (list) => `${itemsOf(list).length}`);
  await read('timings', timings, options, () => 'understood');
  await read('logs', buildLogs, options, (list) => `${itemsOf(list).length} lines`);
  // News rather than a defect: the graph shows such a value as UNKNOWN.
  for (const unknown of await unknownEnumValues(coder, token, workspaceId))
    report.lines.push(`warn enum value that this version does not know: ${unknown}`);
  return report;
}

function latestBuildOf(page: WorkspacePage): Build | null | undefined {
  const list = ofPage.peek(page, 'workspaces');
  const [first] = list ? itemsOf(list) : [];
  const workspace = ofWorkspace.peekObject(first);
  return workspace && ofWorkspace.peek(workspace, 'latest_build');
}

/** With what lies behind it, such as ENOTFOUND: whoever checks wants to mend it. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error instanceof GatewayError ? error.originalError : undefined;
  return cause ? `${error.message} (${causeOf(cause)})` : error.message;
}
