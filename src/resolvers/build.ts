import type { GraphQLResolveInfo } from 'graphql';
import type { Build, BuildLog, BuildParameter, JobInput } from '../coder/model.ts';
import { InvalidValueError } from '../coder/response/invalid-value.ts';
import { unwrap } from '../coder/response/walk.ts';
import { GatewayError } from '../errors.ts';
import type { AgentNode, BuildNode, JobNode, ResourceNode } from '../loaders/nodes.ts';
import { UserNode } from '../loaders/nodes.ts';
import type { RequestContext } from './context.ts';
import { dropInvalidItems, reportOmittedItem, reportOmittedItems } from './invalid-items.ts';
import { type LogPage, type LogPageArguments, logFilter, logPage, logWindow } from './logs.ts';

/** A value of the build with nothing blank; read again only for a build that was just created. */
export function withFullBuild<T>(build: BuildNode, pick: (known: Build) => T): T | Promise<T> {
  const known = build.complete();
  return known instanceof Promise ? known.then((read) => pick(present(read))) : pick(present(known));
}

function present(build: Build | null): Build {
  if (build) return build;
  throw new GatewayError('UPSTREAM_BAD_RESPONSE', 'Coder does not show the build any more.');
}

/** Where the build is in Coder's UI. */
export function buildUrl({ data }: BuildNode, context: RequestContext): string {
  return `${workspaceUrl(data.workspace_owner_name, data.workspace_name, context)}/builds/${data.build_number}`;
}

/** Where a workspace is in Coder's UI, for the people who see the link. */
export function workspaceUrl(owner: string, name: string, context: RequestContext): string {
  return `${context.session.client.deployment.linkBase}/@${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
}

export function initiatorOf({ data }: BuildNode, { loaders }: RequestContext): UserNode {
  return new UserNode(loaders, data.initiator_id, { username: data.initiator_name ?? undefined });
}

/** The job's initiator is a bare id; where the build names the same user, it is known by name. */
export function jobInitiatorOf({ job, build }: JobNode, context: RequestContext): UserNode | null {
  if (!job.initiator_id) return null;
  if (job.initiator_id === build.data.initiator_id) return initiatorOf(build, context);
  return new UserNode(context.loaders, job.initiator_id, {});
}

/** All zero when the job came nested in a build: then it says nothing. */
export function jobMetadataOf({ job }: JobNode): JobNode['job']['metadata'] | null {
  const { metadata } = job;
  if (!metadata || metadata instanceof Error) return metadata ?? null;
  return Object.values(metadata).some((value) => value !== null && value !== undefined && value !== '')
    ? metadata
    : null;
}

export function jobInputOf({ job }: JobNode): JobInput {
  return job.input;
}

export function resourcesOf(
  build: BuildNode,
  context: RequestContext,
  info: GraphQLResolveInfo,
): ResourceNode[] | Promise<ResourceNode[]> {
  return withFullBuild(build, ({ resources }) =>
    dropInvalidItems(resources, context, info).map((resource) => ({ resource, build })),
  );
}

export function agentsOf(
  { resource, build }: ResourceNode,
  context: RequestContext,
  info: GraphQLResolveInfo,
): AgentNode[] {
  const holder = { resource, build };
  return dropInvalidItems(resource.agents, context, info).map((agent) => ({ agent, resource: holder }));
}

/** The agents of all resources, in order. */
export function allAgentsOf(
  build: BuildNode,
  context: RequestContext,
  info: GraphQLResolveInfo,
): AgentNode[] | Promise<AgentNode[]> {
  return withFullBuild(build, ({ resources }) => {
    reportOmittedItems(unwrap(resources), context, info);
    return resources.flatMap((resource) => {
      // The agents of one resource cost no others.
      if (resource.agents instanceof InvalidValueError) {
        reportOmittedItem(resource.agents, context, info);
        return [];
      }
      return agentsOf({ resource, build }, context, info);
    });
  });
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

export function buildParameters(
  { id }: BuildNode,
  context: RequestContext,
  info: GraphQLResolveInfo,
): BuildParameter[] | null | Promise<BuildParameter[] | null> {
  const show = (parameters: BuildParameter[] | null) => parameters && [...dropInvalidItems(parameters, context, info)];
  const parameters = context.loaders.details.parameters.load(id);
  return parameters instanceof Promise ? parameters.then(show) : show(parameters);
}

export function buildLogs(
  { id }: BuildNode,
  args: LogPageArguments & { minLevel?: string | null | undefined; source?: string | null | undefined },
  context: RequestContext,
  info: GraphQLResolveInfo,
): LogPage<BuildLog> | null | Promise<LogPage<BuildLog> | null> {
  const window = logWindow(args);
  const shows = logFilter(args.minLevel, args.source);
  const page = (lines: readonly BuildLog[] | null) => {
    if (!lines) return null;
    const sound = dropInvalidItems(lines, context, info);
    return logPage(shows ? sound.filter(shows) : sound, window);
  };
  const lines = context.loaders.details.buildLogs.load({ id, after: window.after });
  return lines instanceof Promise ? lines.then(page) : page(lines);
}

export async function buildState(
  { id }: BuildNode,
  _: unknown,
  { loaders }: RequestContext,
): Promise<{ bytes: Buffer } | null> {
  const bytes = await loaders.details.state.load(id);
  return bytes && { bytes };
}
