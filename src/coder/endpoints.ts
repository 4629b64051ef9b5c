import * as agentShapes from './agent-shapes.ts';
import type { Check } from './check.ts';
import type {
  Agent,
  AgentLog,
  Build,
  BuildInfo,
  BuildLog,
  BuildParameter,
  Timings,
  User,
  Workspace,
  WorkspacePage,
} from './model.ts';
import * as shapes from './shapes.ts';

/** How the body of an answer is read. */
export type BodyFormat = 'json' | 'logs' | 'text' | 'bytes' | 'nothing';

/** One endpoint of Coder's REST API, below `/api/v2`. `R` is what a call resolves to. */
export interface Endpoint<Route extends string = string, R = unknown> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  /** The route template; also the label in metrics and traces, which never see ids. */
  readonly route: Route;
  readonly format: BodyFormat;
  readonly check: Check;
  /** Only for the type of the result. */
  readonly result?: R;
}

function endpoint<R>() {
  return <const Route extends string>(
    method: Endpoint['method'],
    route: Route,
    check: Check,
    format: BodyFormat = 'json',
  ): Endpoint<Route, R> => ({ method, route, format, check });
}

/** The catalogue: every endpoint that the gateway calls. */
export const endpoints = {
  buildInfo: endpoint<BuildInfo>()('GET', '/buildinfo', shapes.buildInfo),
  user: endpoint<User>()('GET', '/users/{user}', shapes.user),
  workspaces: endpoint<WorkspacePage>()('GET', '/workspaces', shapes.workspaces),
  workspace: endpoint<Workspace>()('GET', '/workspaces/{workspace}', shapes.workspace),
  workspaceByName: endpoint<Workspace>()('GET', '/users/{user}/workspace/{workspacename}', shapes.workspace),
  builds: endpoint<Build[]>()('GET', '/workspaces/{workspace}/builds', shapes.builds),
  createBuild: endpoint<Build>()('POST', '/workspaces/{workspace}/builds', shapes.build),
  build: endpoint<Build>()('GET', '/workspacebuilds/{workspacebuild}', shapes.build),
  buildByNumber: endpoint<Build>()('GET', '/users/{user}/workspace/{workspacename}/builds/{buildnumber}', shapes.build),
  cancelBuild: endpoint<{ message: string }>()('PATCH', '/workspacebuilds/{workspacebuild}/cancel', shapes.message),
  buildLogs: endpoint<BuildLog[]>()('GET', '/workspacebuilds/{workspacebuild}/logs', shapes.buildLogs, 'logs'),
  buildLogText: endpoint<string>()('GET', '/workspacebuilds/{workspacebuild}/logs', shapes.ignored, 'text'),
  parameters: endpoint<BuildParameter[]>()('GET', '/workspacebuilds/{workspacebuild}/parameters', shapes.parameters),
  timings: endpoint<Timings>()('GET', '/workspacebuilds/{workspacebuild}/timings', shapes.timings),
  state: endpoint<Buffer>()('GET', '/workspacebuilds/{workspacebuild}/state', shapes.ignored, 'bytes'),
  updateState: endpoint<void>()('PUT', '/workspacebuilds/{workspacebuild}/state', shapes.ignored, 'nothing'),
  agent: endpoint<Agent>()('GET', '/workspaceagents/{workspaceagent}', agentShapes.agent),
  agentLogs: endpoint<AgentLog[]>()('GET', '/workspaceagents/{workspaceagent}/logs', agentShapes.agentLogs, 'logs'),
} as const;

/** The `{names}` of a route template. */
type Names<Route extends string> = Route extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

export type Query = Record<string, string | number | boolean | undefined>;

/** What a call of an endpoint takes: its path parameters, a query, a JSON body. */
export interface CallOptions<Route extends string> {
  path: { [Name in Names<Route>]: string | number };
  query?: Query;
  body?: unknown;
}

/** The path and query of a call, each parameter encoded as one path segment. */
export function requestPath<Route extends string>(
  endpoint: Endpoint<Route>,
  { path, query }: CallOptions<Route>,
): string {
  const parameters = path as Record<string, string | number>;
  const filled = endpoint.route.replace(/\{(\w+)\}/g, (_, name: string) => {
    const segment = String(parameters[name]);
    // `.` and `..` survive encoding and would leave the route.
    if (segment === '' || segment === '.' || segment === '..') throw new TypeError(`Not a path segment: "${segment}"`);
    return encodeURIComponent(segment);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `${filled}?${search}` : filled;
}
