import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/embedded/testing/manual-clock.ts';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { startGateway, type TestOptions } from '../support.ts';
import * as leaves from './field-map.ts';
import { compare, selection } from './field-map.ts';
import { fullBuild, fullWorkspace } from './full.ts';

/** Large documents, and a clock that stands still between the two reads that are compared. */
function start() {
  const options: TestOptions = {
    embedded: { clock: new ManualClock() },
    settings: { maxDepth: 50, maxTokens: 50_000, maxComplexity: Number.MAX_SAFE_INTEGER, maxAliases: 1_000 },
  };
  return startGateway(options);
}

/** The JSON as Coder sends it. */
async function rest(embedded: TestCoder, path: string, username = 'mira') {
  const response = await fetch(`${embedded.url}/api/v2${path}`, {
    headers: { 'Coder-Session-Token': embedded.user(username).token },
  });
  expect(response.status).toBe(200);
  return response;
}

// biome-ignore lint/suspicious/noExplicitAny: compared value by value.
async function json(embedded: TestCoder, path: string): Promise<any> {
  return (await rest(embedded, path)).json();
}

describe('every value of the JSON arrives', () => {
  it('of a workspace that has all there may be', async () => {
    const { embedded, query } = await start();
    const seeded = embedded.workspace('atlas-dev').id;
    embedded.faults.add({ route: '/workspaces/{workspace}', mutate: () => ({ ...fullWorkspace, id: seeded }) });
    const raw = await json(embedded, `/workspaces/${seeded}`);
    const { data, errors } = await query(`{ workspace(id: "${seeded}") { ${selection(leaves.workspace)} } }`);
    expect(errors).toBeUndefined();
    compare(leaves.workspace, raw, data.workspace, 'workspace');
  });

  it('of a build that has all there may be, as a read by id gives it', async () => {
    const { embedded, query } = await start();
    const seeded = embedded.build('atlas-dev').id;
    const full = { ...fullBuild, id: seeded };
    embedded.faults.add({ route: '/workspacebuilds/{workspacebuild}', mutate: () => full });
    const { data, errors } = await query(`{ build(id: "${seeded}") { ${selection(leaves.build)} } }`);
    expect(errors).toBeUndefined();
    compare(leaves.build, full, data.build, 'build');
  });

  it('of every seeded workspace and its latest build', async () => {
    const { embedded, query } = await start();
    const raw = await json(embedded, '/workspaces?limit=100');
    const { data, errors } = await query(
      `{ workspaces(first: 100) { totalCount nodes { ${selection(leaves.workspace)} } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.workspaces.totalCount).toBe(raw.count);
    expect(data.workspaces.nodes).toHaveLength(raw.workspaces.length);
    raw.workspaces.forEach((workspace: { name: string }, index: number) => {
      compare(leaves.workspace, workspace, data.workspaces.nodes[index], workspace.name);
    });
  });

  it.each(['atlas-dev', 'citadel', 'kestrel', 'orbit', 'willow'])('of every build of %s', async (name) => {
    const { embedded, query } = await start();
    const { id } = embedded.workspace(name);
    const raw = await json(embedded, `/workspaces/${id}/builds?limit=100`);
    const { data, errors } = await query(
      `{ workspace(id: "${id}") { builds(first: 100) { nodes { ${selection(leaves.build)} } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.workspace.builds.nodes).toHaveLength(raw.length);
    raw.forEach((build: { build_number: number }, index: number) => {
      compare(leaves.build, build, data.workspace.builds.nodes[index], `${name} ${build.build_number}`);
    });
  });

  it('of an agent that is read by its id', async () => {
    const { embedded, query } = await start();
    for (const { id } of embedded.control.agents(embedded.build('borealis'))) {
      const raw = await json(embedded, `/workspaceagents/${id}`);
      const { data, errors } = await query(`{ agent(id: "${id}") { ${selection(leaves.agent)} } }`);
      expect(errors).toBeUndefined();
      compare(leaves.agent, raw, data.agent, raw.name);
    }
  });

  it('of parameters', async () => {
    const { embedded, query } = await start();
    const { id } = embedded.build('falcon');
    const raw = await json(embedded, `/workspacebuilds/${id}/parameters`);
    const { data } = await query(`{ build(id: "${id}") { parameters { ${selection(leaves.parameter)} } } }`);
    expect(raw.length).toBeGreaterThan(3);
    expect(data.build.parameters).toHaveLength(raw.length);
    raw.forEach((each: unknown, index: number) => {
      compare(leaves.parameter, each, data.build.parameters[index], `parameter ${index}`);
    });
  });

  it('of timings, with the time between', async () => {
    const { embedded, query } = await start();
    const { id } = embedded.build('atlas-dev');
    const raw = await json(embedded, `/workspacebuilds/${id}/timings`);
    for (const rows of Object.values<unknown[]>(raw)) expect(rows.length).toBeGreaterThan(0);
    const durations =
      'provisionerTimings { durationMs } agentScriptTimings { durationMs } agentConnectionTimings { durationMs }';
    const { data, errors } = await query(
      `{ build(id: "${id}") { timings { ${selection(leaves.timings)} ${durations} } } }`,
    );
    expect(errors).toBeUndefined();
    compare(leaves.timings, raw, data.build.timings, 'timings');
    for (const timing of Object.values<{ startedAt: string; endedAt: string; durationMs: number }[]>(
      data.build.timings,
    ).flat()) {
      const milliseconds = Date.parse(timing.endedAt) - Date.parse(timing.startedAt);
      // Dates end at milliseconds, the times at microseconds.
      expect(Math.abs(timing.durationMs - milliseconds)).toBeLessThan(1);
    }
  });

  it('of build logs and agent logs', async () => {
    const { embedded, query } = await start();
    const build = embedded.build('atlas-dev');
    const [agent] = embedded.control.agents(build);
    const buildLogs = await json(embedded, `/workspacebuilds/${build.id}/logs`);
    const agentLogs = await json(embedded, `/workspaceagents/${agent?.id}/logs`);
    const { data, errors } = await query(`{
      build(id: "${build.id}") { logs(first: 1000) { nodes { ${selection(leaves.buildLog)} } } }
      agent(id: "${agent?.id}") { logs(first: 1000) { nodes { ${selection(leaves.agentLog)} } } }
    }`);
    expect(errors).toBeUndefined();
    expect(buildLogs.length).toBeGreaterThan(20);
    expect(agentLogs.length).toBeGreaterThan(3);
    expect(data.build.logs.nodes).toHaveLength(buildLogs.length);
    expect(data.agent.logs.nodes).toHaveLength(agentLogs.length);
    buildLogs.forEach((line: unknown, index: number) => {
      compare(leaves.buildLog, line, data.build.logs.nodes[index], `build log ${index}`);
    });
    agentLogs.forEach((line: unknown, index: number) => {
      compare(leaves.agentLog, line, data.agent.logs.nodes[index], `agent log ${index}`);
    });
  });

  it('of the log as text', async () => {
    const { embedded, query } = await start();
    const { id } = embedded.build('ember');
    const raw = await (await rest(embedded, `/workspacebuilds/${id}/logs?format=text`)).text();
    const { data } = await query(`{ build(id: "${id}") { logText } }`);
    expect(raw).toContain('[error]');
    expect(data.build.logText).toBe(raw);
  });

  it('of the viewer', async () => {
    const { embedded, query } = await start();
    for (const username of ['mira', 'omar']) {
      const raw = await (await rest(embedded, '/users/me', username)).json();
      const { data } = await query(`{ viewer { ${selection(leaves.user)} } }`, {}, { user: username });
      const shown = Object.fromEntries(Object.keys(leaves.user).map((key) => [key, raw[key]]));
      compare(leaves.user, shown, data.viewer, username);
    }
  });
});

describe('the state', () => {
  const document = '{ build(id: "ID") { state { base64 text byteLength sha256 } } }';

  it.each([
    ['Terraform JSON', Buffer.from('{"version": 4, "name": "ü👋\\u0026"}\n')],
    ['nothing', Buffer.alloc(0)],
    ['a byte order mark', Buffer.from('\uFEFF{}')],
  ])('of %s arrives byte by byte', async (_, bytes) => {
    const { embedded, query } = await start();
    const build = embedded.build('atlas-dev');
    build.state = bytes;
    const { data, errors } = await query(document.replace('ID', build.id));
    expect(errors).toBeUndefined();
    expect(data.build.state).toEqual({
      base64: bytes.toString('base64'),
      text: bytes.toString('utf8'),
      byteLength: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  });

  it('that is not UTF-8 has no text', async () => {
    const { embedded, query } = await start();
    const build = embedded.build('atlas-dev');
    build.state = Buffer.from([0xff, 0x00, 0xfe]);
    const { data } = await query(document.replace('ID', build.id));
    expect(data.build.state).toMatchObject({ base64: '/wD+', text: null, byteLength: 3 });
  });

  it('is null for who may not see it, and costs nothing else', async () => {
    const { embedded, query } = await start();
    const { data, errors } = await query(
      `{ build(id: "${embedded.build('falcon').id}") { buildNumber state { byteLength } } }`,
      {},
      { user: 'omar' },
    );
    expect(errors).toBeUndefined();
    expect(data.build).toEqual({ buildNumber: 9, state: null });
  });
});

describe('numbers', () => {
  it('log ids of 2^53 and more are exact, as is what is asked with them', async () => {
    const { embedded, query } = await start();
    const build = embedded.build('atlas-dev');
    const ids = [9007199254740991, 9007199254740993n, 9223372036854775807n];
    build.job.logs = build.job.logs.slice(0, 3).map((line, index) => ({ ...line, id: ids[index] as bigint }));
    const { data } = await query(`{ build(id: "${build.id}") {
      all: logs { edges { cursor node { id } } pageInfo { endCursor } }
      behind: logs(after: "9007199254740993") { nodes { id } }
      before: logs(before: "9007199254740993") { nodes { id } }
    } }`);
    expect(data.build.all.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual([
      '9007199254740991',
      '9007199254740993',
      '9223372036854775807',
    ]);
    expect(data.build.all.pageInfo.endCursor).toBe('9223372036854775807');
    expect(data.build.behind.nodes).toEqual([{ id: '9223372036854775807' }]);
    expect(data.build.before.nodes).toEqual([{ id: '9007199254740991' }]);
  });

  it('a time to live of thirty days is a JSON number', async () => {
    const { query } = await start();
    const { data } = await query('{ workspaceByName(name: "citadel") { ttlMs } }');
    expect(data.workspaceByName.ttlMs).toBe(2_592_000_000);
  });
});

describe('unset', () => {
  it('is null, and lists and maps are empty', async () => {
    const { embedded, query } = await start();
    const workspace = embedded.workspace('atlas-dev');
    const [agent] = embedded.control.agents(embedded.build('atlas-dev'));
    embedded.control.override(workspace.id, {
      last_used_at: '0001-01-01T00:00:00Z',
      task_id: '00000000-0000-0000-0000-000000000000',
      shared_with: null,
    });
    embedded.control.override(agent?.id ?? '', {
      environment_variables: null,
      latency: undefined,
      subsystems: null,
      apps: null,
      directory: '',
      troubleshooting_url: '',
    });
    embedded.control.override(embedded.build('atlas-dev').job.id, { available_workers: null, tags: null });
    const { data, errors } = await query(`{ workspace(id: "${workspace.id}") {
      lastUsedAt taskId sharedWith { name }
      latestBuild {
        job { availableWorkers tags { key } metadata { templateId } }
        agents { environmentVariables { key } latency { region } subsystems apps { slug } directory troubleshootingUrl }
      }
    } }`);
    expect(errors).toBeUndefined();
    expect(data.workspace).toEqual({
      lastUsedAt: null,
      taskId: null,
      sharedWith: [],
      latestBuild: {
        job: { availableWorkers: [], tags: [], metadata: null },
        agents: [
          {
            environmentVariables: [],
            latency: [],
            subsystems: [],
            apps: [],
            directory: null,
            troubleshootingUrl: null,
          },
        ],
      },
    });
  });
});

it('a sensitive value is null unless it is asked for', async () => {
  const { embedded, query } = await start();
  const { data } = await query(`{ build(id: "${embedded.build('borealis').id}") {
    resources { metadata { key sensitive value shown: value(reveal: true) } }
  } }`);
  expect(data.build.resources[0].metadata).toContainEqual({
    key: 'registry password',
    sensitive: true,
    value: null,
    shown: 'hunter2<&>',
  });
});
