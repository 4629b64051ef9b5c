import { type Check, type Checked, isInvalid, unchecked, uuid } from './response/check.ts';
import type { InvalidValueError } from './response/invalid-value.ts';
import { agent } from './rest/agent.ts';
import { agentMetadata } from './rest/agent-metadata.ts';
import { appHost } from './rest/app-host.ts';
import { authcheck } from './rest/authcheck.ts';
import { build, builds, cancellation, parameters } from './rest/build.ts';
import { buildInfo } from './rest/build-info.ts';
import { agentLogs, buildLogs } from './rest/logs.ts';
import { organization } from './rest/organization.ts';
import { template, templateVersion, templateVersions } from './rest/template.ts';
import { presets, templateParameters } from './rest/template-form.ts';
import { timings } from './rest/timings.ts';
import { user } from './rest/user.ts';
import { workspace, workspaces } from './rest/workspace.ts';
import { type PathParameters, type Query, queryString, RouteTemplate } from './route-template.ts';
import { parseUuid } from './uuid.ts';

/** How the body of an answer is read; `event`: there is none, but a WebSocket, whose first event answers a call. */
export type BodyFormat = 'json' | 'logs' | 'text' | 'bytes' | 'nothing' | 'event';

/** One endpoint of Coder's REST API, below `/api/v2`. `R` is what a call resolves to. */
export interface Endpoint<Route extends string = string, R = unknown> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  /** Whether a call changes nothing, so that it may be shared, tried again and abandoned. */
  readonly isRead: boolean;
  /** The route template; also the label in metrics and traces, which never see ids. */
  readonly route: Route;
  readonly template: RouteTemplate;
  readonly format: BodyFormat;
  /** The media types of a good answer, in lower case. */
  readonly types: readonly string[];
  readonly check: Check;
  /** Whether an answer is the one for these path parameters; absent: nothing in it says so. */
  readonly isAbout?: (answer: unknown, path: PathParameters) => boolean | InvalidValueError;
  /** Only for the type of the result. */
  readonly result?: R;
}

function endpoint<const Route extends string, C extends Check>(
  method: Endpoint['method'],
  route: Route,
  check: C,
  {
    isRead = method === 'GET',
    format = 'json',
    types = TYPES[format],
    isAbout,
  }: Partial<Pick<Endpoint, 'isRead' | 'format' | 'types' | 'isAbout'>> = {},
): Endpoint<Route, Checked<C>> {
  const template = new RouteTemplate(route);
  return { method, isRead, route, template, format, types, check, ...(isAbout && { isAbout }) };
}

const TYPES: Record<BodyFormat, readonly string[]> = {
  json: ['application/json'],
  logs: ['application/json'],
  text: ['text/plain'],
  bytes: ['application/octet-stream'],
  nothing: [],
  event: [],
};

/** An object has the id that the path names. Names in place of a UUID are not compared. */
function hasId(parameter: string): NonNullable<Endpoint['isAbout']> {
  return (answer, path) => {
    const asked = parseUuid(String(path[parameter]));
    if (asked === undefined) return true;
    const id = uuid.accept((answer as { id: unknown }).id, 'id');
    return isInvalid(id) ? id : id === asked;
  };
}

function hasNumber(answer: unknown, { buildnumber }: PathParameters): boolean {
  const { build_number: number } = answer as { build_number: unknown };
  // A wrong value is told where it is selected.
  return typeof number !== 'number' || number === Number(buildnumber);
}

/** The catalogue: every endpoint that the gateway calls. */
export const endpoints = {
  buildInfo: endpoint('GET', '/buildinfo', buildInfo),
  user: endpoint('GET', '/users/{user}', user, { isAbout: hasId('user') }),
  organization: endpoint('GET', '/organizations/{organization}', organization, { isAbout: hasId('organization') }),
  workspaces: endpoint('GET', '/workspaces', workspaces),
  workspace: endpoint('GET', '/workspaces/{workspace}', workspace, { isAbout: hasId('workspace') }),
  /** Its socket stays open: each event says that something has changed, and nobody reads more of it. */
  workspaceChanges: endpoint('GET', '/workspaces/{workspace}/watch-ws', unchecked(), { format: 'event' }),
  workspaceByName: endpoint('GET', '/users/{user}/workspace/{workspacename}', workspace),
  builds: endpoint('GET', '/workspaces/{workspace}/builds', builds),
  createBuild: endpoint('POST', '/workspaces/{workspace}/builds', build),
  build: endpoint('GET', '/workspacebuilds/{workspacebuild}', build, { isAbout: hasId('workspacebuild') }),
  buildByNumber: endpoint('GET', '/users/{user}/workspace/{workspacename}/builds/{buildnumber}', build, {
    isAbout: hasNumber,
  }),
  cancelBuild: endpoint('PATCH', '/workspacebuilds/{workspacebuild}/cancel', cancellation),
  buildLogs: endpoint('GET', '/workspacebuilds/{workspacebuild}/logs', buildLogs, { format: 'logs' }),
  buildLogText: endpoint('GET', '/workspacebuilds/{workspacebuild}/logs', unchecked<string>(), { format: 'text' }),
  parameters: endpoint('GET', '/workspacebuilds/{workspacebuild}/parameters', parameters),
  timings: endpoint('GET', '/workspacebuilds/{workspacebuild}/timings', timings),
  state: endpoint('GET', '/workspacebuilds/{workspacebuild}/state', unchecked<Buffer>(), {
    format: 'bytes',
    // Terraform's state is JSON, and Coder says so whatever the bytes are.
    types: ['application/json', 'application/octet-stream'],
  }),
  updateState: endpoint('PUT', '/workspacebuilds/{workspacebuild}/state', unchecked<void>(), { format: 'nothing' }),
  template: endpoint('GET', '/templates/{template}', template, { isAbout: hasId('template') }),
  templateVersions: endpoint('GET', '/templates/{template}/versions', templateVersions),
  templateVersion: endpoint('GET', '/templateversions/{templateversion}', templateVersion, {
    isAbout: hasId('templateversion'),
  }),
  templateParameters: endpoint('GET', '/templateversions/{templateversion}/rich-parameters', templateParameters),
  presets: endpoint('GET', '/templateversions/{templateversion}/presets', presets),
  authcheck: endpoint('POST', '/authcheck', authcheck, { isRead: true }),
  appHost: endpoint('GET', '/applications/host', appHost),
  agent: endpoint('GET', '/workspaceagents/{workspaceagent}', agent, { isAbout: hasId('workspaceagent') }),
  agentLogs: endpoint('GET', '/workspaceagents/{workspaceagent}/logs', agentLogs, { format: 'logs' }),
  agentMetadata: endpoint('GET', '/workspaceagents/{workspaceagent}/watch-metadata-ws', agentMetadata, {
    format: 'event',
  }),
} as const;

/** The `{names}` of a route template. */
type Names<Route extends string> = Route extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** What a call of an endpoint takes: its path parameters, a query, a JSON body. */
export interface CallOptions<Route extends string> {
  path: { [Name in Names<Route>]: string | number };
  query?: Query;
  body?: unknown;
  /** The caller keeps the answer, so that it need not be there to be compared with the next one. */
  keptByCaller?: boolean;
}

/** The path and query of a call, below `/api/v2`; throws a `TypeError` when a parameter would leave the route. */
export function requestPath<Route extends string>(
  { template }: Endpoint<Route>,
  { path, query }: CallOptions<Route>,
): string {
  const filled = template.fill(path as PathParameters);
  return query === undefined ? filled : filled + queryString(query);
}
