import { CoderClock } from '../../src/coder/deployment/coder-clock.ts';
import { DeploymentVersion } from '../../src/coder/deployment/deployment-version.ts';
import { type CallOptions, type Endpoint, endpoints, requestPath } from '../../src/coder/endpoints.ts';
import { parseResponse } from '../../src/coder/response/parse-response.ts';
import { CoderSession, type SessionClient } from '../../src/coder/session.ts';
import { Loaders } from '../../src/loaders/loaders.ts';
import type { RequestContext } from '../../src/resolvers/context.ts';
import { CODER_HEADERS, TOKEN } from '../coder/upstream.ts';
import { fullAgent, fullBuild, fullWorkspace, uuid } from '../graph/full.ts';
import { fullParameter, fullPreset, fullTemplate, fullVersion } from '../graph/full-template.ts';
import { seeded } from '../seed.ts';
import { pick, type Random } from './random-values.ts';

type Json = object;
type Parameters = Readonly<Record<string, string | number>>;

const time = '2026-06-22T07:41:03.123456Z';
const user = {
  id: uuid(2),
  username: 'mira',
  name: 'Mira',
  email: 'mira@example.com',
  avatar_url: 'https://example.com/mira.png',
  created_at: time,
};
const line = (id: number) => ({
  id,
  created_at: time,
  log_source: 'provisioner',
  log_level: pick(['info', 'error', 'odd'], seeded(id)),
  stage: 'Stage <&>',
  output: `line "${id}" ü 👋`,
  source_id: uuid(70),
});
const stage = {
  started_at: time,
  ended_at: '2026-06-22T07:41:09.5Z',
  stage: 'plan',
  source: 's',
  action: 'a',
  resource: 'r',
};
const script = {
  ...stage,
  job_id: uuid(20),
  workspace_agent_id: uuid(30),
  workspace_agent_name: 'main',
  exit_code: 0,
  display_name: 'd',
  status: 'ok',
};

/** Rows of a list: alike, but for what tells them apart. */
function rows<Row extends object>(row: Row, random: Random, differ: (index: number) => object): Json[] {
  return Array.from({ length: 1 + random(4) }, (_, index) => ({ ...row, ...differ(index) }));
}

const bodies: Record<string, (parameters: Parameters, random: Random) => Json> = {
  [endpoints.buildInfo.route]: () => ({ version: 'v2.34.0', dashboard_url: 'https://coder.example.com' }),
  [endpoints.user.route]: ({ user: id }) => ({ ...user, id }),
  [endpoints.organization.route]: ({ organization: id }) => ({ id, name: 'coder' }),
  [endpoints.workspaces.route]: (_, random) => ({
    workspaces: rows(fullWorkspace, random, (index) => ({ id: uuid(1 + index), name: `w${index}` })),
    count: random(5),
  }),
  [endpoints.workspace.route]: ({ workspace: id }) => ({ ...fullWorkspace, id }),
  [endpoints.workspaceByName.route]: () => fullWorkspace,
  [endpoints.builds.route]: (_, random) =>
    rows(fullBuild, random, (index) => ({ id: uuid(10 + index), build_number: 7 - index })),
  [endpoints.build.route]: ({ workspacebuild: id }) => ({ ...fullBuild, id }),
  [endpoints.buildByNumber.route]: ({ buildnumber }) => ({
    ...fullBuild,
    build_number: Number(buildnumber),
  }),
  [endpoints.cancelBuild.route]: () => ({ message: 'Job has been marked as canceled...' }),
  [endpoints.buildLogs.route]: (_, random) => rows({}, random, (index) => line(index + 1)),
  [endpoints.parameters.route]: (_, random) =>
    rows({ name: 'p', value: 'v' }, random, (index) => ({ name: `p${index}`, value: `"${index}"` })),
  [endpoints.timings.route]: () => ({
    provisioner_timings: [{ ...stage, job_id: uuid(20) }],
    agent_script_timings: [script],
    agent_connection_timings: [script],
  }),
  [endpoints.agent.route]: ({ workspaceagent: id }) => ({ ...fullAgent, id }),
  [endpoints.agentLogs.route]: (_, random) => rows({}, random, (index) => ({ ...line(index + 1), level: 'warn' })),
  [endpoints.appHost.route]: () => ({ host: '*.apps.example.com' }),
  [endpoints.template.route]: ({ template: id }) => ({ ...fullTemplate, id }),
  [endpoints.templateVersions.route]: (_, random) =>
    rows(fullVersion, random, (index) => ({ id: uuid(301 + index), name: `v${index}` })),
  [endpoints.templateVersion.route]: ({ templateversion: id }) => ({ ...fullVersion, id }),
  [endpoints.templateParameters.route]: (_, random) =>
    rows(fullParameter, random, (index) => ({ name: `parameter-${index}` })),
  [endpoints.presets.route]: (_, random) => rows(fullPreset, random, (index) => ({ ID: uuid(303 + index) })),
};

/** Reads of JSON that this Coder knows nothing of. */
export const unansweredReads = Object.values(endpoints)
  .filter(({ method, format }) => method === 'GET' && (format === 'json' || format === 'logs'))
  .map(({ route }) => route)
  .filter((route) => !(route in bodies));

/** What Coder never sends, or only rarely, in place of a value. */
const ODD = [null, '', 5, -1, 2 ** 40, 1.5, true, {}, [], [5, null, {}], 'odd "text"'];
const ZEROS = ['0001-01-01T00:00:00Z', '00000000-0000-0000-0000-000000000000', time, uuid(10), '2026-13-45T99:00:00Z'];

/** Puts something else somewhere into the JSON. */
function spoil(json: Json, random: Random): void {
  let holder = json as Record<string, unknown>;
  for (;;) {
    const key = pick(Object.keys(holder), random);
    if (key === undefined) return;
    const inner = holder[key];
    if (typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0 && random(8) > 0) {
      holder = inner as Record<string, unknown>;
      continue;
    }
    if (random(6) === 0) {
      if (Array.isArray(holder)) (holder as unknown[]).splice(Number(key), 1);
      else delete holder[key];
    } else holder[key] = structuredClone(pick([...ODD, ...ZEROS], random));
    return;
  }
}

/** A search by ids, whatever order they have: that is the order in which an executor came to them. */
function withSortedIds(path: string): string {
  return path.replace(/(?<=[?&]q=id%3A)[^&]+/, (ids) => ids.split('%2C').sort().join('%2C'));
}

/** What Coder answers to a call. It depends on the seed and the call alone, so that two executions meet the same. */
function answer(endpoint: Endpoint, path: string, parameters: Parameters, seed: number): unknown {
  let hash = seed;
  for (const letter of path) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  const random = seeded(hash);
  random(2);
  const headers = { ...CODER_HEADERS, 'content-type': endpoint.types[0] ?? 'application/json' };
  const refused = random(24);
  if (refused < 2 || !(endpoint.route in bodies && (endpoint.format === 'json' || endpoint.format === 'logs'))) {
    const body = Buffer.from(JSON.stringify({ message: 'no', detail: 'secret', validations: [] }));
    const status = pick([400, 403, 404, 409, 500, 503], random);
    if (refused < 2) {
      const json = { ...headers, 'content-type': 'application/json' };
      return parseResponse(endpoint, parameters, { status, headers: json, body });
    }
    return parseResponse(endpoint, parameters, { status: 200, headers, body: Buffer.from('text "é"') });
  }
  const json = structuredClone(bodies[endpoint.route]?.(parameters, random) as Json);
  const faults = pick([0, 0, 1, 1, 2, 3, 12], random);
  for (let index = 0; index < faults; index++) if (Object.keys(json).length > 0) spoil(json, random);
  return parseResponse(endpoint, parameters, { status: 200, headers, body: Buffer.from(JSON.stringify(json)) });
}

/**
 * The context of a request at a Coder whose answers have faults. `calls`: what the request asked for, in order.
 * `answers`: by call, the JSON that every request gets which is given the same map.
 */
export function faultyContext(
  seed: number,
  answers: Map<string, unknown> = new Map(),
): { context: RequestContext; calls: string[] } {
  const calls: string[] = [];
  const client: SessionClient = {
    deployment: { linkBase: 'https://coder.example.com' },
    maxResponseBytes: 2 ** 20,
    version: new DeploymentVersion(async () => client.version.seen('v2.34.0')),
    clock: new CoderClock(),
    cache: undefined,
    identity: () => 'identity',
    call: async <Route extends string, R>(endpoint: Endpoint<Route, R>, options: CallOptions<Route>): Promise<R> => {
      const path = withSortedIds(requestPath(endpoint, options));
      calls.push(`${endpoint.method} ${path}`);
      await null;
      const key = `${endpoint.method} ${path}`;
      if (!answers.has(key)) answers.set(key, answer(endpoint as Endpoint, path, options.path as Parameters, seed));
      return answers.get(key) as R;
    },
  };
  const session = new CoderSession(client, { token: seed % 40 === 0 ? undefined : TOKEN, maxCalls: 60 });
  return { context: { session, loaders: new Loaders(session), feeds: {} as never, itemErrors: [] }, calls };
}
