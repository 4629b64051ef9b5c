import { describe, expect, it } from 'vitest';
import { startGateway } from '../../support.ts';

interface RawLine {
  id: number;
  log_level: string;
  log_source: string;
  output: string;
}

/** The log of a failed build, raw and through the gateway. */
async function failedBuild() {
  // Each page is read from Coder; kept-details.test.ts has logs that are kept.
  const gateway = await startGateway({ settings: { cacheMb: 0 } });
  const { embedded, query } = gateway;
  const { id } = embedded.build('ember');
  const response = await fetch(`${embedded.url}/api/v2/workspacebuilds/${id}/logs`, {
    headers: { 'Coder-Session-Token': embedded.user('mira').token },
  });
  const raw = (await response.json()) as RawLine[];
  embedded.clearRequests();
  const logs = async (args: string) => {
    const { data, errors } = await query(
      `{ build(id: "${id}") { logs${args} { nodes { id } edges { cursor node { id output } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
    );
    expect(errors).toBeUndefined();
    return data.build.logs;
  };
  return { ...gateway, raw, ids: raw.map((line) => String(line.id)), logs };
}

function ids({ nodes }: { nodes: { id: string }[] }): string[] {
  return nodes.map(({ id }) => id);
}

describe('logs of a build', () => {
  it('are the first 25 lines unless told otherwise; each cursor is the log id', async () => {
    const { ids: all, logs } = await failedBuild();
    const page = await logs('');
    expect(all.length).toBeGreaterThan(25);
    expect(ids(page)).toEqual(all.slice(0, 25));
    expect(page.edges.map(({ cursor }: { cursor: string }) => cursor)).toEqual(all.slice(0, 25));
    expect(page.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: all[0],
      endCursor: all[24],
    });
  });

  it('are walked forward by after, which Coder is asked for', async () => {
    const { ids: all, logs, embedded } = await failedBuild();
    const walked: string[] = [];
    let after = '0';
    for (;;) {
      const page = await logs(`(first: 7, after: "${after}")`);
      walked.push(...ids(page));
      expect(page.pageInfo.hasPreviousPage).toBe(after !== '0');
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
    }
    expect(walked).toEqual(all);
    expect(embedded.requests.at(-1)?.query.get('after')).toBe(all[all.length - (all.length % 7 || 7) - 1]);
  });

  it('are walked backward by before', async () => {
    const { ids: all, logs } = await failedBuild();
    const walked: string[] = [];
    let before = '';
    for (;;) {
      const page = await logs(`(last: 7${before && `, before: "${before}"`})`);
      walked.unshift(...ids(page));
      expect(page.pageInfo.hasNextPage).toBe(before !== '');
      before = page.pageInfo.startCursor;
      if (!page.pageInfo.hasPreviousPage) break;
    }
    expect(walked).toEqual(all);
  });

  it('lie between after and before, both exclusive', async () => {
    const { ids: all, logs } = await failedBuild();
    const page = await logs(`(first: 1000, after: "${all[4]}", before: "${all[9]}")`);
    expect(ids(page)).toEqual(all.slice(5, 9));
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  it('of a level and above keep the lines of a level that is not known', async () => {
    const { raw, logs, embedded } = await failedBuild();
    const levels = ['trace', 'debug', 'info', 'warn', 'error'];
    for (const level of levels) {
      const expected = raw.filter(({ log_level }) => levels.indexOf(log_level) >= levels.indexOf(level));
      expect(ids(await logs(`(first: 1000, minLevel: ${level.toUpperCase()})`))).toEqual(
        expected.map(({ id }) => String(id)),
      );
    }
    const [line] = embedded.build('ember').job.logs;
    Object.assign(line ?? {}, { level: 'fatal' });
    expect(ids(await logs('(first: 1, minLevel: ERROR)'))).toEqual([String(line?.id)]);
  });

  it('of a source are only those', async () => {
    const { raw, logs, embedded } = await failedBuild();
    for (const source of ['provisioner', 'provisioner_daemon']) {
      const expected = raw.filter(({ log_source }) => log_source === source).map(({ id }) => String(id));
      expect(expected.length).toBeGreaterThan(0);
      expect(ids(await logs(`(first: 1000, source: ${source.toUpperCase()})`))).toEqual(expected);
    }
    expect(ids(await logs('(source: UNKNOWN)'))).toEqual([]);
    const [line] = embedded.build('ember').job.logs;
    Object.assign(line ?? {}, { source: 'oracle' });
    expect(ids(await logs('(source: UNKNOWN)'))).toEqual([String(line?.id)]);
  });

  it('are filtered before they are counted', async () => {
    const { raw, logs } = await failedBuild();
    const errors = raw.filter(({ log_level }) => log_level === 'error').map(({ id }) => String(id));
    const page = await logs('(last: 2, minLevel: ERROR)');
    expect(ids(page)).toEqual(errors.slice(-2));
    expect(page.pageInfo).toMatchObject({ hasPreviousPage: errors.length > 2, hasNextPage: false });
  });

  it('windows of one place are one call, those of another are another', async () => {
    const { logs, calls, query, embedded, ids: all } = await failedBuild();
    await logs('(first: 1)');
    calls();
    const { id } = embedded.build('ember');
    await query(`{ build(id: "${id}") {
      a: logs(first: 3) { nodes { id } } b: logs(last: 3) { nodes { id } } c: logs(minLevel: ERROR) { nodes { id } }
      d: logs(after: "${all[5]}") { nodes { id } }
    } }`);
    expect(calls()).toEqual([
      'GET /workspacebuilds/{workspacebuild}',
      'GET /workspacebuilds/{workspacebuild}/logs',
      'GET /workspacebuilds/{workspacebuild}/logs',
    ]);
  });

  it('of a pending build are none', async () => {
    const { query, embedded } = await startGateway();
    const { data } = await query(
      `{ build(id: "${embedded.build('quartz').id}") { logs { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } logText } }`,
    );
    expect(data.build).toEqual({
      logs: { nodes: [], pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null } },
      logText: '',
    });
  });
});

describe('logs of an agent', () => {
  it('are read in the same windows', async () => {
    const { query, embedded } = await startGateway();
    const [agent] = embedded.control.agents(embedded.build('falcon'));
    const all = agent?.logs.map(({ id }) => String(id)) ?? [];
    const { data } = await query(`{ agent(id: "${agent?.id}") {
      all: logs { nodes { id } } first: logs(first: 2) { nodes { id } pageInfo { hasNextPage } }
      behind: logs(after: "${all[1]}") { nodes { id } } last: logs(last: 1) { nodes { id } }
      before: logs(before: "${all[1]}") { nodes { id } }
    } }`);
    expect(all.length).toBeGreaterThan(3);
    expect(ids(data.agent.all)).toEqual(all);
    expect(ids(data.agent.first)).toEqual(all.slice(0, 2));
    expect(data.agent.first.pageInfo.hasNextPage).toBe(true);
    expect(ids(data.agent.behind)).toEqual(all.slice(2));
    expect(ids(data.agent.last)).toEqual(all.slice(-1));
    expect(ids(data.agent.before)).toEqual(all.slice(0, 1));
  });

  it('of an agent that goes meanwhile are null', async () => {
    const { query, embedded } = await startGateway();
    const [agent] = embedded.control.agents(embedded.build('falcon'));
    const body = JSON.stringify({ message: 'Resource not found or you do not have access to this resource' });
    embedded.faults.add({ route: '/workspaceagents/{workspaceagent}/logs', respond: { status: 404, body } });
    const { data, errors } = await query(`{ agent(id: "${agent?.id}") { name logs { nodes { id } } } }`);
    expect(errors).toBeUndefined();
    expect(data.agent).toEqual({ name: 'main', logs: null });
  });
});
