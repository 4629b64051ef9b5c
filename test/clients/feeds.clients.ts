import { expect, test as it, onTestFinished, vi } from 'vitest';
import { useProgram } from '../e2e/program.ts';
import { runningBuild, until } from '../e2e/support.ts';
import type { Wire } from '../support.ts';
import { endedBuild, given, recipe } from './program.ts';

useProgram();

/** What is printed, line by line, in place of the console. */
function printed(method: 'log' | 'error'): string[] {
  const lines: string[] = [];
  const spy = vi.spyOn(console, method).mockImplementation((...parts) => void lines.push(parts.join(' ')));
  onTestFinished(() => spy.mockRestore());
  return lines;
}

it('client-log prints a log and how the build ended, or why there is none', async () => {
  const world = await given();
  const { print } = await recipe('client-log');
  const [lines, complaints] = [printed('log'), printed('error')];
  await print(world.url, world.token, endedBuild(world).id);
  expect(lines).toEqual(['line 1', 'line 2', 'line 3', 'RUNNING']);
  expect(complaints).toEqual([]);
  await print(world.url, world.token, '00000000-0000-4000-8000-000000000000');
  expect(complaints).toEqual([expect.stringMatching(/^NOT_FOUND .+ resume after/)]);
});

it('client-list shows a list, and what changes in it', async () => {
  const { embedded, url, token } = await given();
  const { show } = await recipe('client-list');
  const { name } = embedded.control.createWorkspace({ name: 'aa-first' });
  const seen: string[][] = [];
  const showing = show(url, token, (lines: string[]) => {
    seen.push(lines);
    if (seen.length === 1) embedded.control.createBuild(embedded.workspace(name), {}, { hold: 'running' });
    // It has no end of its own.
    if (lines.includes(`${name}: STARTING`)) throw new Error('left');
  });
  await expect(showing).rejects.toThrow('left');
  expect(seen[0]).toContain('atlas-dev: RUNNING');
}, 60_000);

it('client-websocket follows a log', async () => {
  const world = await given();
  const { feed } = await recipe('client-websocket');
  const types: string[] = [];
  for await (const { __typename } of feed(world.url, world.token, endedBuild(world).id)) types.push(__typename);
  expect(types).toEqual(['BuildLogBatch', 'BuildLogEnd']);
});

it.each(['byToken', 'byHeaders'])('connection-params: %s says who asks', async (name) => {
  const { url, token } = await given();
  const client = (await recipe('connection-params'))[name](url.replace(/^http/, 'ws'), token);
  onTestFinished(() => client.dispose());
  const results: Wire[] = [];
  for await (const result of client.iterate({ query: '{ viewer { username } }' })) results.push(result);
  expect(results).toEqual([{ data: { viewer: { username: 'mira' } } }]);
});

it('list-events keeps a page as the query gives it', async () => {
  const { embedded, url, token } = await given();
  const { applied } = await recipe('list-events');
  const client = (await recipe('connection-params')).byToken(url.replace(/^http/, 'ws'), token);
  onTestFinished(() => client.dispose());
  const rows = 'id name latestBuild { status }';
  const list = 'query: "owner:me", first: 5';
  let page: Wire;
  const query = `subscription { workspacesUpdated(${list}) { changed { ${rows} } left order totalCount } }`;
  client.subscribe(
    { query },
    { next: ({ data }: Wire) => (page = applied(page, data.workspacesUpdated)), error: () => {}, complete: () => {} },
  );
  const asked = async () => {
    const asking = client.iterate({ query: `{ workspaces(${list}) { totalCount nodes { ${rows} } } }` });
    return (await asking.next()).value.data.workspaces;
  };
  const kept = () => ({ totalCount: page.totalCount, nodes: page.order.map((id: string) => page.rows.get(id)) });
  await until('the first page', () => page !== undefined);
  expect(kept()).toEqual(await asked());
  const before = page;
  runningBuild(embedded);
  await until('the change', () => page !== before, 30_000);
  expect(kept()).toEqual(await asked());
}, 60_000);
