import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildPageLoader } from '../../src/loaders/build-pages.ts';
import { isReadable } from '../../src/loaders/build-rows.ts';
import { clientOf, json, startUpstream, TOKEN } from '../coder/upstream.ts';
import { fullBuild, uuid } from '../graph/full.ts';
import { testSeed } from '../seed.ts';

const BUILDS = 400;
/** Every seventh build is none that could be shown. */
const broken = (number: number) => number % 7 === 0;

/** A Coder whose workspaces have 400 builds each; those with an odd UUID are hidden. */
async function upstream() {
  return startUpstream((request, response) => {
    const url = new URL(request.url ?? '', 'http://coder');
    if (/[13579]\/builds/.test(url.pathname)) return json(response, { message: 'hidden' }, 404);
    const [limit, offset] = ['limit', 'offset'].map((name) => Number(url.searchParams.get(name)));
    const numbers = Array.from({ length: BUILDS }, (_, index) => BUILDS - index).slice(
      offset,
      (offset ?? 0) + (limit ?? 0),
    );
    json(
      response,
      numbers.map((number) => ({
        ...fullBuild,
        id: uuid(number),
        build_number: broken(number) ? 'x' : number,
      })),
    );
  });
}

const window = fc.record({
  workspace: fc.constantFrom(uuid(2), uuid(4)),
  since: fc.constantFrom(undefined, '2026-06-22T07:41:03Z'),
  offset: fc.oneof(fc.nat(30), fc.nat(BUILDS + 10)),
  limit: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 101 })),
});

it('gives each window its own rows, whatever others are asked for in the same tick, in few pages', async () => {
  const { url, requests } = await upstream();
  const client = clientOf(url);
  await fc.assert(
    fc.asyncProperty(fc.array(window, { minLength: 1, maxLength: 12 }), async (windows) => {
      requests.length = 0;
      const loader = buildPageLoader(client.session({ token: TOKEN, maxCalls: 100 }));
      const answers = await Promise.all(windows.map((each) => loader.load(each)));
      answers.forEach((rows, index) => {
        const { offset, limit } = windows[index] as { offset: number; limit: number };
        const places = Array.from({ length: limit }, (_, place) => BUILDS - offset - place).filter(
          (number) => number > 0,
        );
        expect(rows?.map((row) => (isReadable(row) ? row.number : 'left out'))).toEqual(
          places.map((number) => (broken(number) ? 'left out' : number)),
        );
      });
      const asked = requests.map((request) => new URL(request.url ?? '', 'http://coder').searchParams);
      for (const query of asked) {
        expect(Number(query.get('limit'))).toBeGreaterThan(0);
        expect(Number(query.get('limit'))).toBeLessThanOrEqual(101);
      }
      expect(asked.length).toBeLessThanOrEqual(windows.length);
    }),
    { seed: testSeed(20260622), numRuns: 60 },
  );
});

it('reads windows that lie near each other in one page, and others apart', async () => {
  const { url, requests } = await upstream();
  const read = async (offsets: number[], limit = 1) => {
    requests.length = 0;
    const loader = buildPageLoader(clientOf(url).session({ token: TOKEN, maxCalls: 100 }));
    await Promise.all(offsets.map((offset) => loader.load({ workspace: uuid(2), since: undefined, offset, limit })));
    return requests.map((request) => {
      const query = new URL(request.url ?? '', 'http://coder').searchParams;
      return [Number(query.get('offset')), Number(query.get('limit'))];
    });
  };
  expect(await read([5, 3, 4])).toEqual([[3, 3]]);
  expect(await read([0, 11])).toEqual([[0, 12]]);
  expect(await read([0, 12])).toEqual([
    [0, 1],
    [12, 1],
  ]);
  // Never wider than a page of a hundred and the row that tells of more.
  expect(await read([0, 50, 100], 51)).toEqual([
    [0, 101],
    [100, 51],
  ]);
});

it('is null for a workspace that is hidden', async () => {
  const { url } = await upstream();
  const loader = buildPageLoader(clientOf(url).session({ token: TOKEN, maxCalls: 9 }));
  expect(await loader.load({ workspace: uuid(3), since: undefined, offset: 0, limit: 5 })).toBeNull();
});

it('gives a page as soon as it is there, whatever others are still on their way', async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { url } = await startUpstream(async (request, response) => {
    if (request.url?.includes(uuid(4))) await released;
    json(response, [{ ...fullBuild, id: uuid(1), build_number: 1 }]);
  });
  const loader = buildPageLoader(clientOf(url).session({ token: TOKEN, maxCalls: 9 }));
  const load = (workspace: string) => loader.load({ workspace, since: undefined, offset: 0, limit: 1 });
  const [slow, fast] = [load(uuid(4)), load(uuid(2))];
  expect(await fast).toHaveLength(1);
  release();
  expect(await slow).toHaveLength(1);
});
