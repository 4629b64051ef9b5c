import { describe, expect, it } from 'vitest';
import { AnswerCache } from '../../src/coder/cache/answer-cache.ts';
import { Loaders } from '../../src/loaders/loaders.ts';
import { clientOf, json, startUpstream } from '../coder/upstream.ts';
import { fullBuild, fullWorkspace } from '../graph/full.ts';

const MIRA = 'MiraToken0-secret0123456789abcdef';
const OTHER = 'OtherToken-secret0123456789abcdef';

/** A Coder that shows one build, its parameters, log and timings to one token only. */
async function start() {
  const build = { ...fullBuild, resources: [], workspace_id: fullWorkspace.id };
  const details: Record<string, unknown> = {
    parameters: [{ name: 'cpu', value: '4' }],
    logs: [{ id: 7, created_at: build.created_at, log_source: 'a', log_level: 'info', stage: 'b', output: 'c' }],
    timings: { provisioner_timings: [], agent_script_timings: [], agent_connection_timings: [] },
  };
  const { url, requests } = await startUpstream((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://coder');
    if (request.headers['coder-session-token'] !== MIRA) return json(response, { message: 'not found' }, 404);
    const last = pathname.split('/').at(-1) as string;
    if (last === 'builds') return json(response, [build]);
    if (last === fullWorkspace.id) return json(response, { ...fullWorkspace, latest_build: build });
    json(response, details[last] ?? build);
  });
  const client = clientOf(url, { cache: new AnswerCache({ maxBytes: 2 ** 20 }) });
  const as = (token: string) => new Loaders(client.session({ token, maxCalls: 20 }));
  const asked = () => requests.splice(0).map(({ url }) => (url as string).split('/').at(-1));
  const read = ({ details }: Loaders) =>
    Promise.all([
      details.parameters.load(build.id),
      details.timings.load(build.id),
      details.buildLogs.load({ id: build.id, after: 0 }),
    ]);
  const first = as(MIRA);
  await first.builds.byId(build.id);
  await read(first);
  asked();
  return { build, as, asked, read };
}

describe('what is kept of a build', () => {
  it.each(['by id', 'in its workspace', 'in a page'] as const)('costs no call once it was shown %s', async (way) => {
    const { build, as, asked, read } = await start();
    const loaders = as(MIRA);
    if (way === 'by id') await loaders.builds.byId(build.id);
    else if (way === 'in its workspace') await loaders.workspaces.byId(fullWorkspace.id);
    else await loaders.builds.window({ workspace: fullWorkspace.id, since: undefined, offset: 0, limit: 1 });
    asked();
    expect((await read(loaders)).every((value) => value !== null)).toBe(true);
    expect(asked()).toEqual([]);
  });

  it('is asked for, with the own token, by who was not shown the build', async () => {
    const { as, asked, read } = await start();
    expect(await read(as(OTHER))).toEqual([null, null, null]);
    expect(asked().toSorted()).toEqual(['logs', 'parameters', 'timings']);
  });

  it('is asked for where the build came from elsewhere: a feed, or its creation', async () => {
    const { build, as, asked, read } = await start();
    for (const use of [
      (loaders: Loaders) => loaders.builds.node(build as never),
      (loaders: Loaders) => loaders.builds.nodeReadById(build as never),
      (loaders: Loaders) => loaders.builds.created(build as never),
      (loaders: Loaders) => loaders.workspaces.primeFrom({ ...fullWorkspace, latest_build: build } as never),
    ]) {
      const loaders = as(OTHER);
      use(loaders);
      expect(await read(loaders)).toEqual([null, null, null]);
      expect(asked()).toHaveLength(3);
    }
  });

  it('is asked for after a write, and by who was refused the build', async () => {
    const { build, as, asked, read } = await start();
    const loaders = as(MIRA);
    await loaders.builds.byId(build.id);
    loaders.clear();
    asked();
    await read(loaders);
    expect(asked()).toHaveLength(3);
    const other = as(OTHER);
    expect(await other.builds.byId(build.id)).toBeNull();
    expect(await read(other)).toEqual([null, null, null]);
  });
});
