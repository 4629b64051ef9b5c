import { describe, expect, it } from 'vitest';
import { uuidFrom } from '../../src/embedded/state/random.ts';
import type { WorkspaceRow } from '../../src/embedded/state/rows.ts';
import { startGateway, type TestGateway, type Wire } from '../support.ts';

const AUTHCHECK = 'POST /authcheck';
const ALL = 'start stop delete update cancelBuild updateState';

const everything = (value: boolean) => Object.fromEntries(ALL.split(' ').map((name) => [name, value]));

/** Shares a workspace with a user of the seed. */
function share({ embedded }: TestGateway, workspace: WorkspaceRow, username: string, role: string): void {
  const { id, username: name } = embedded.user(username);
  workspace.sharedWith.push({ id, actorType: 'user', name, avatarUrl: '', roles: [role] });
}

/** What a user may do with one workspace. */
async function rights(gateway: TestGateway, name: string, user: string): Promise<Wire> {
  const { data, errors } = await gateway.query(
    `{ workspace(id: "${gateway.embedded.workspace(name).id}") { viewerCan { ${ALL} } } }`,
    {},
    { user },
  );
  expect(errors).toBeUndefined();
  return data.workspace.viewerCan;
}

/** Calls of `/authcheck` among all, which are the list and these. */
function authchecks(gateway: TestGateway): number {
  const calls = gateway.calls();
  const checks = calls.filter((call) => call === AUTHCHECK).length;
  expect(calls).toHaveLength(checks + 1);
  return checks;
}

describe('every right arrives', () => {
  // The keys of a check are the gateway's own; the rights differ for this one workspace by what Coder answers.
  it.each(ALL.split(' '))('%s', async (right) => {
    const gateway = await startGateway();
    const { id } = gateway.embedded.workspace('atlas-dev');
    const read = async (value: unknown) => {
      gateway.embedded.faults.clear();
      gateway.embedded.faults.add({
        route: '/authcheck',
        mutate: (json) => Object.fromEntries(Object.keys(json).map((key) => [key, value])),
      });
      return gateway.query(`{ workspace(id: "${id}") { viewerCan { ${right} } } }`);
    };
    expect((await read(true)).data).toEqual({ workspace: { viewerCan: { [right]: true } } });
    expect((await read(false)).data).toEqual({ workspace: { viewerCan: { [right]: false } } });
    const { data, errors } = await read('yes');
    expect(data).toEqual({ workspace: { viewerCan: null } });
    expect(errors).toMatchObject([
      { path: ['workspace', 'viewerCan', right], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } },
    ]);
  });
});

describe('who may do what', () => {
  it('the owner of the site everything, with anybody’s workspace', async () => {
    const gateway = await startGateway();
    expect(await rights(gateway, 'quartz', 'mira')).toEqual(everything(true));
  });

  it('a member everything with an own one, but not change its template', async () => {
    const gateway = await startGateway();
    expect(await rights(gateway, 'quartz', 'omar')).toEqual({ ...everything(true), updateState: false });
  });

  it('a template admin nothing with another’s one, but change its template', async () => {
    const gateway = await startGateway();
    expect(await rights(gateway, 'quartz', 'tara')).toEqual({ ...everything(false), updateState: true });
  });

  it.each([
    ['use', {}],
    ['admin', { start: true, stop: true, update: true, cancelBuild: true }],
  ])('a member with another’s one that is shared as %s what that gives', async (role, given) => {
    const gateway = await startGateway();
    share(gateway, gateway.embedded.workspace('atlas-dev'), 'omar', role);
    expect(await rights(gateway, 'atlas-dev', 'omar')).toEqual({ ...everything(false), ...given });
  });

  it('cancel a build only the owner of the site, where the template does not let users', async () => {
    const gateway = await startGateway();
    const workspace = gateway.embedded.workspace('quartz');
    workspace.templateId = gateway.embedded.control.template('locked-down').id;
    const own = await rights(gateway, 'quartz', 'omar');
    expect(own).toEqual({ ...everything(true), cancelBuild: false, updateState: false });
    expect(await rights(gateway, 'quartz', 'mira')).toEqual(everything(true));
  });

  it('start a dormant one whoever may change it, since Coder wakes it first', async () => {
    const gateway = await startGateway();
    const workspace = gateway.embedded.workspace('atlas-dev');
    share(gateway, workspace, 'omar', 'admin');
    workspace.dormantAt = workspace.createdAt;
    expect(await rights(gateway, 'atlas-dev', 'omar')).toMatchObject({ start: true, update: true });
  });

  it('the owner of a workspace, reached by a build of it', async () => {
    const gateway = await startGateway();
    const { data, errors } = await gateway.query(
      `{ build(id: "${gateway.embedded.build('quartz').id}") { workspace { viewerCan { start } } } }`,
      {},
      { user: 'omar' },
    );
    expect(errors).toBeUndefined();
    expect(data.build.workspace.viewerCan).toEqual({ start: true });
  });
});

describe('the calls', () => {
  /** So many of omar's running workspaces, and the query that lists them. */
  async function many(count: number) {
    const gateway = await startGateway();
    const rows = gateway.embedded.control.createRunningWorkspaces(count, { prefix: 'many', owner: 'omar' });
    gateway.embedded.clearRequests();
    const list = (selection = ALL, user = 'omar') =>
      gateway.query(
        `{ workspaces(first: 100, query: "name:many") { nodes { name viewerCan { ${selection} } } } }`,
        {},
        { user },
      );
    return { gateway, rows, list };
  }

  it('twenty workspaces that are shared with nobody are one', async () => {
    const { gateway, list } = await many(20);
    const { data, errors } = await list();
    expect(errors).toBeUndefined();
    expect(data.workspaces.nodes).toHaveLength(20);
    for (const { viewerCan } of data.workspaces.nodes)
      expect(viewerCan).toEqual({ ...everything(true), updateState: false });
    expect(authchecks(gateway)).toBe(1);
  });

  it('twenty of as many templates are two, since templates are asked for by their ids', async () => {
    const { gateway, rows, list } = await many(20);
    for (const [index, row] of rows.entries()) {
      const template = { ...gateway.embedded.control.template('docker'), id: uuidFrom(`template ${index}`) };
      gateway.embedded.store.templates.set(template.id, template);
      row.templateId = template.id;
    }
    const { data, errors } = await list();
    expect(errors).toBeUndefined();
    expect(data.workspaces.nodes).toHaveLength(20);
    expect(authchecks(gateway)).toBe(2);
  });

  it('shared ones are asked for by their ids, ten uses in a call, and only for what is selected', async () => {
    const { gateway, rows, list } = await many(20);
    for (const row of rows) share(gateway, row, 'tara', 'use');
    expect((await list('start')).errors).toBeUndefined();
    expect(authchecks(gateway)).toBe(2);
    expect((await list('start stop')).errors).toBeUndefined();
    expect(authchecks(gateway)).toBe(4);
    // Changing it is also asked for by `cancelBuild`, once.
    expect((await list('start stop delete update cancelBuild')).errors).toBeUndefined();
    expect(authchecks(gateway)).toBe(8);
    expect((await list()).errors).toBeUndefined();
    expect(authchecks(gateway)).toBe(9);
  });

  it('one that fails costs only the rights of its workspaces', async () => {
    const { gateway, rows, list } = await many(11);
    for (const row of rows) share(gateway, row, 'tara', 'use');
    gateway.embedded.faults.add({ route: '/authcheck', skip: 1, respond: { status: 500 } });
    const { data, errors } = await list('start');
    const failed = data.workspaces.nodes.filter(({ viewerCan }: Wire) => viewerCan === null);
    expect(failed).toHaveLength(1);
    expect(data.workspaces.nodes.map(({ name }: Wire) => name)).toHaveLength(11);
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE', upstream: { status: 500 } } }]);
  });

  it('are tried again as reads are, and each try counts', async () => {
    const { gateway } = await many(1);
    gateway.embedded.faults.add({ route: '/authcheck', times: 1, respond: { status: 503 } });
    const { data, errors, extensions } = await gateway.query(
      '{ workspaces(query: "name:many") { nodes { viewerCan { start } } } }',
      {},
      { user: 'omar', headers: { 'x-upstream-trace': '1' } },
    );
    expect(errors).toBeUndefined();
    expect(data.workspaces.nodes).toEqual([{ viewerCan: { start: true } }]);
    expect(extensions?.upstream).toMatchObject({ calls: 3, shared: 0, cached: 0 });
    expect(gateway.calls()).toEqual(['GET /workspaces', AUTHCHECK, AUTHCHECK]);
  });

  it('count to the budget of the operation', async () => {
    const gateway = await startGateway({ settings: { maxUpstreamCalls: 1 } });
    const { data, errors } = await gateway.query('{ workspaces { nodes { name viewerCan { start } } } }');
    expect(data.workspaces.nodes.length).toBeGreaterThan(3);
    for (const { viewerCan } of data.workspaces.nodes) expect(viewerCan).toBeNull();
    expect(errors?.[0]?.extensions.code).toBe('UPSTREAM_CALL_LIMIT');
    expect(gateway.calls()).toEqual(['GET /workspaces']);
  });

  it('equal ones of one identity at the same time are one, those of two identities are not', async () => {
    const { gateway, list } = await many(3);
    await Promise.all([list('start'), list('start'), list('start', 'mira')]);
    const calls = gateway.calls();
    expect(calls.filter((call) => call === AUTHCHECK)).toHaveLength(2);
  });

  it('different ones at the same time are not taken for one another', async () => {
    const { gateway, rows, list } = await many(1);
    for (const row of rows) share(gateway, row, 'tara', 'admin');
    const [stop, remove] = await Promise.all([list('stop', 'tara'), list('delete', 'tara')]);
    expect(stop.data.workspaces.nodes[0].viewerCan).toEqual({ stop: true });
    expect(remove.data.workspaces.nodes[0].viewerCan).toEqual({ delete: false });
  });
});

it('a mutation asks Coder itself, whatever was said before', async () => {
  const gateway = await startGateway();
  const { id } = gateway.embedded.workspace('atlas-dev');
  gateway.embedded.faults.add({
    route: '/authcheck',
    mutate: (json: object) => {
      for (const key of Object.keys(json)) Object.assign(json, { [key]: true });
    },
  });
  const may = await gateway.query(`{ workspace(id: "${id}") { viewerCan { start } } }`, {}, { user: 'tara' });
  expect(may.data.workspace.viewerCan).toEqual({ start: true });
  const { data } = await gateway.query(
    `mutation { createBuild(input: { workspaceId: "${id}", transition: START }) { __typename } }`,
    {},
    { user: 'tara' },
  );
  expect(data.createBuild.__typename).toBe('ForbiddenError');
});
