import { describe, expect, it } from 'vitest';
import { globalId } from '../mutations/support.ts';
import { startGateway } from '../support.ts';

describe('a workspace with a wrong key field', () => {
  async function start() {
    const gateway = await startGateway();
    const { control, faults } = gateway.embedded;
    const [good, bad, third] = ['good', 'bad', 'third'].map((name) => {
      const workspace = control.createWorkspace({ name });
      control.createBuild(workspace, {}, { hold: 'running' });
      return workspace;
    });
    if (!good || !bad || !third) throw new Error('no workspaces');
    const spoil = (workspace: { id: unknown }) => (workspace.id === bad.id ? { ...workspace, id: 5 } : workspace);
    faults.add({ route: '/workspaces/{workspace}', mutate: spoil as never });
    faults.add({
      route: '/workspaces',
      mutate: ((page: { workspaces: { id: unknown }[] }) => ({
        ...page,
        workspaces: page.workspaces.map(spoil),
      })) as never,
    });
    const id = ({ id: uuid }: { id: string }) => globalId('Workspace', uuid);
    return { ...gateway, good: id(good), bad: id(bad), third: id(third) };
  }
  const wrong = {
    message: 'Coder sent a wrong value for "id": expected a UUID.',
    extensions: { code: 'UPSTREAM_BAD_RESPONSE' },
  };

  it('is an error when it is read alone', async () => {
    const { query, bad } = await start();
    const { data, errors } = await query('query ($id: ID!) { node(id: $id) { id } }', { id: bad });
    expect(data).toEqual({ node: null });
    expect(errors).toMatchObject([wrong]);
  });

  it('is an error when several share one search, and those that do not exist are null', async () => {
    const { query, good, bad, third } = await start();
    const absent = globalId('Workspace', '11111111-2222-4333-8444-555555555555');
    const ids = [good, bad, absent, third];
    const { data, errors } = await query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(data.nodes).toEqual([{ id: good }, null, null, { id: third }]);
    expect(errors).toMatchObject([{ ...wrong, path: ['nodes', 1] }]);
  });
});

it('An app is no bare null when another of its agent cannot be read', async () => {
  const { embedded, query } = await startGateway();
  const build = embedded.control.createBuild(
    embedded.control.createWorkspace({ name: 'apps' }),
    {},
    { hold: 'running' },
  );
  embedded.control.succeed(build);
  const [agent] = embedded.control.agents(build);
  embedded.faults.add({
    route: '/workspaceagents/{workspaceagent}',
    mutate: ((answer: object) => ({ ...answer, apps: [{ id: 5 }] })) as never,
  });
  const id = Buffer.from(`App:${agent?.id}/11111111-2222-4333-8444-555555555555`).toString('base64url');
  const { data, errors } = await query('query ($id: ID!) { node(id: $id) { id } }', { id });
  expect(data).toEqual({ node: null });
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_BAD_RESPONSE' } }]);
});
