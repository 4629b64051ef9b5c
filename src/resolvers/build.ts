import type { GraphQLResolveInfo } from 'graphql';
import type { Build, BuildLog, BuildParameter, Job } from '../coder/model.ts';
import type { RestList } from '../coder/response/check.ts';
import { build as ofBuild, parameter } from '../coder/rest/build.ts';
import { buildLog } from '../coder/rest/logs.ts';
import { GatewayError } from '../errors.ts';
import type { BuildNode, JobNode, MaybePromise } from '../loaders/nodes.ts';
import { itemSelections, showableItems } from '../plan/invalid-items.ts';
import { selectionOf } from '../plan/selection.ts';
import type { RequestContext } from './context.ts';
import { type LogPageArguments, linesOf, logFilter, logPage, logWindow } from './logs.ts';
import type { Page } from './pages.ts';

/** The build with nothing blank; read again only for a build that was just created. */
export function fullBuild(build: BuildNode): MaybePromise<Build> {
  const known = build.complete();
  return known instanceof Promise ? known.then(present) : present(known);
}

/** The job with nothing blank; read again only for that of a build that was just created. */
export function fullJob({ job, build }: JobNode): MaybePromise<Job> {
  if (build === undefined || build.isComplete) return job;
  return Promise.resolve(fullBuild(build)).then((full) => ofBuild.read(full, 'job'));
}

function present(build: Build | null): Build {
  if (build) return build;
  throw new GatewayError('UPSTREAM_BAD_RESPONSE', 'Coder does not show the build any more.');
}

/** Where a workspace is in Coder's UI, for the people who see the link. */
export function workspaceUrl(owner: string, name: string, context: RequestContext): string {
  return `${context.session.fact('linkBase')}/@${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
}

/** Milliseconds between two RFC 3339 times, to the microsecond that Coder sends. */
export function durationMs(start: string, end: string): number {
  const micros = microseconds(end) - microseconds(start);
  return micros / 1000;
}

function microseconds(time: string): number {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '';
  const wholeSeconds = Date.parse(time.replace(/\.\d+/, ''));
  return wholeSeconds * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

/** `GET /workspacebuilds/{workspacebuild}/parameters`, or what is kept of it; null when the build is hidden by now. */
export function buildParameters(
  { id }: BuildNode,
  context: RequestContext,
  info: GraphQLResolveInfo,
): MaybePromise<BuildParameter[] | null> {
  const show = (list: RestList<BuildParameter> | null) =>
    list && showableItems(list, parameter, [selectionOf(info)], context, info);
  const parameters = context.loaders.details.parameters.load(id);
  return parameters instanceof Promise ? parameters.then(show) : show(parameters);
}

/** A page of `GET /workspacebuilds/{workspacebuild}/logs`, or of what is kept of it; null when the build is hidden by now. */
export function buildLogs(
  { id }: BuildNode,
  args: LogPageArguments & { minLevel?: string | null | undefined; source?: string | null | undefined },
  context: RequestContext,
  info: GraphQLResolveInfo,
): MaybePromise<Page<BuildLog> | null> {
  const window = logWindow(args);
  const shows = logFilter(args.minLevel, args.source);
  const page = (list: RestList<BuildLog> | null) => {
    if (!list) return null;
    const kept = showableItems(list, buildLog, itemSelections(info), context, info);
    const lines = linesOf(kept, buildLog, context, info);
    return logPage(shows ? lines.filter(({ line }) => shows(line)) : lines, window);
  };
  const list = context.loaders.details.buildLogs.load({ id, after: window.after });
  return list instanceof Promise ? list.then(page) : page(list);
}

/** `GET /workspacebuilds/{workspacebuild}/state`, a secret; null for those whom Coder does not show it. */
export async function buildState(
  { id }: BuildNode,
  _: unknown,
  { loaders }: RequestContext,
): Promise<{ bytes: Buffer } | null> {
  const bytes = await loaders.details.state.load(id);
  return bytes && { bytes };
}
