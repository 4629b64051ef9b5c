import { describe, expect, it } from 'vitest';
import { Loaders } from '../../src/loaders/loaders.ts';
import { clientOf, json, startUpstream, TOKEN } from '../coder/upstream.ts';
import { fullWorkspace, uuid } from '../graph/full.ts';

/** A Coder with as many workspaces as are asked for; those of a number above 900 are deleted. */
async function loaders() {
  const { url, requests } = await startUpstream((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://coder');
    const workspace = (id: string) => ({ ...fullWorkspace, id });
    const deleted = (id: string) => Number(id.slice(-6)) > 900;
    const ids = searchParams.get('q')?.replace('id:', '').split(',');
    if (ids) {
      const found = ids.filter((id) => !deleted(id)).map(workspace);
      // An order of its own.
      return json(response, { workspaces: found.toReversed(), count: found.length });
    }
    const id = pathname.split('/').at(-1) as string;
    if (deleted(id) && !searchParams.has('include_deleted')) return json(response, { message: 'deleted' }, 410);
    json(response, workspace(id));
  });
  const fresh = () =>
    new Loaders(clientOf(url, { maxResponseBytes: 16 * 2 ** 20 }).session({ token: TOKEN, maxCalls: 100 })).workspaces;
  const asked = () => requests.splice(0).map(({ url }) => (url as string).replace('/api/v2', ''));
  return { fresh, asked };
}

describe('workspaces by id', () => {
  it('are given to those who asked for them, in whatever order Coder lists them', async () => {
    const { fresh, asked } = await loaders();
    const workspaces = fresh();
    const found = await Promise.all([3, 1, 2, 3].map((index) => workspaces.byId(uuid(index))));
    expect(found).toMatchObject([3, 1, 2, 3].map((index) => ({ id: uuid(index) })));
    expect(asked()).toHaveLength(1);
  });

  it('are searched 180 at a time, so that the address stays short', async () => {
    const { fresh, asked } = await loaders();
    const workspaces = fresh();
    await Promise.all(Array.from({ length: 181 }, (_, index) => workspaces.byId(uuid(index + 1))));
    const urls = asked();
    expect(urls).toHaveLength(2);
    for (const url of urls) expect(url.length).toBeLessThan(8 * 1024);
  });

  it('are read once for each request', async () => {
    const { fresh, asked } = await loaders();
    const workspaces = fresh();
    await workspaces.byId(uuid(1));
    await workspaces.byId(uuid(1));
    await fresh().byId(uuid(1));
    expect(asked()).toEqual([`/workspaces/${uuid(1)}`, `/workspaces/${uuid(1)}`]);
  });

  it('that are deleted are there for their builds only, also when both are asked for at once', async () => {
    const { fresh, asked } = await loaders();
    for (const others of [[], [uuid(1)]]) {
      const workspaces = fresh();
      const [plain, ofBuild] = await Promise.all([
        workspaces.byId(uuid(901)),
        workspaces.ofBuild(uuid(901)),
        ...others.map((id) => workspaces.byId(id)),
      ]);
      expect(plain).toBeNull();
      expect(ofBuild).toMatchObject({ id: uuid(901) });
    }
    expect(asked().filter((url) => url.includes('include_deleted=true'))).toHaveLength(2);
  });

  it('are not asked for under a name that Coder could not have given', async () => {
    const { fresh, asked } = await loaders();
    expect(await fresh().byName('..', 'atlas')).toBeNull();
    expect(await fresh().byName('me', 'a/b')).toBeNull();
    expect(asked()).toEqual([]);
  });
});
