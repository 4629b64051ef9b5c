import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../src/cli/app.ts';
import { AnswerCache } from '../../src/coder/cache/answer-cache.ts';
import { endpoints } from '../../src/coder/endpoints.ts';
import { DriftDetector } from '../../src/coder/response/drift.ts';
import { CODER_HEADERS, clientOf, startUpstream, TOKEN } from '../coder/upstream.ts';
import { defaultSettings } from '../default-settings.ts';
import { fullBuild, fullWorkspace, uuid } from '../graph/full.ts';
import { freeze } from '../support.ts';

const OTHER_TOKEN = 'TestTokenB-testSecret0123456789Te';
const QUERY = '{ workspaces(first: 10) { nodes { name latestBuild { buildNumber job { status } } } } }';

type Row = Record<string, unknown>;

/** A workspace whose newest build has this number. */
function row(index: number, buildNumber: unknown = 1, fields: Row = {}): Row {
  const build = { ...fullBuild, id: uuid(1000 + index), build_number: buildNumber, workspace_id: uuid(index) };
  return { ...fullWorkspace, id: uuid(index), name: `w${index}`, latest_build: build, ...fields };
}

const numbers = (...pairs: [index: number, buildNumber: number][]) =>
  pairs.map(([index, buildNumber]) => ({
    name: `w${index}`,
    latestBuild: { buildNumber, job: { status: 'FAILED' } },
  }));

/** A gateway before a Coder that shows each token the rows that the test says. */
async function start() {
  const lists = new Map<string, Row[]>();
  let requests = 0;
  const { url } = await startUpstream(({ headers }, response) => {
    const workspaces = lists.get(String(headers['coder-session-token'])) ?? [];
    const ids = { ...CODER_HEADERS, 'x-coder-request-id': `request-${++requests}` };
    response.writeHead(200, { ...ids, 'content-type': 'application/json; charset=utf-8' });
    response.end(`${JSON.stringify({ workspaces, count: workspaces.length })}\n`);
  });
  const cache = new AnswerCache({ maxBytes: 2 ** 24, onShared: freeze });
  const settings = defaultSettings({ cacheMb: 0 });
  const app = createApp({ settings, coderUrl: url, log: pino({ level: 'silent' }), cache, planFrom: 1 });
  onTestFinished(() => app.close({ graceMs: 0 }));
  const ask = async (token = TOKEN) => {
    const response = await app.gateway.pipeline.fetch('http://127.0.0.1/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'coder-session-token': token, 'x-upstream-trace': '1' },
      body: JSON.stringify({ query: QUERY }),
    });
    const { data, errors, extensions } = await response.json();
    expect(extensions.upstream).toMatchObject({ calls: 1, cached: 0, shared: 0 });
    return { nodes: data.workspaces.nodes, errors };
  };
  /** What Coder shows from now on. */
  const shows = (rows: Row[], token = TOKEN) => void lists.set(token, rows);
  /** How many rows and texts were taken again, and how many were not. */
  const counted = async (act: () => Promise<unknown>) => {
    const before = cache.stats();
    await act();
    const after = cache.stats();
    const difference = (outcome: 'hits' | 'misses', kind: 'row' | 'text') =>
      after[outcome][kind] - before[outcome][kind];
    return {
      rows: { taken: difference('hits', 'row'), parsed: difference('misses', 'row') },
      texts: { taken: difference('hits', 'text'), written: difference('misses', 'text') },
    };
  };
  return { ask, shows, counted };
}

describe('a list that is read again', () => {
  it('is parsed and written where it has changed, and nowhere else', async () => {
    const { ask, shows, counted } = await start();
    shows([row(1), row(2), row(3)]);
    await ask();
    shows([row(1), row(2, 7), row(3)]);
    // The rows that stayed come for the second time now: their texts are kept.
    expect(await counted(ask)).toEqual({ rows: { taken: 2, parsed: 1 }, texts: { taken: 0, written: 2 } });
    for (const change of [8, 9]) {
      shows([row(1), row(2, change), row(3)]);
      expect(await counted(ask)).toEqual({ rows: { taken: 2, parsed: 1 }, texts: { taken: 2, written: 0 } });
    }
    expect((await ask()).nodes).toEqual(numbers([1, 1], [2, 9], [3, 1]));
  });

  it.each<[what: string, versions: [index: number, buildNumber: number][][]]>([
    [
      'a row changes in place',
      [
        [
          [1, 1],
          [2, 1],
          [3, 1],
        ],
        [
          [1, 1],
          [2, 2],
          [3, 1],
        ],
        [
          [1, 1],
          [2, 3],
          [3, 1],
        ],
      ],
    ],
    [
      'a row changes and changes back',
      [
        [
          [1, 1],
          [2, 1],
        ],
        [
          [1, 1],
          [2, 2],
        ],
        [
          [1, 1],
          [2, 1],
        ],
        [
          [1, 1],
          [2, 3],
        ],
      ],
    ],
    [
      'rows move',
      [
        [
          [1, 1],
          [2, 1],
          [3, 1],
        ],
        [
          [1, 1],
          [3, 1],
          [2, 1],
        ],
        [
          [3, 1],
          [1, 1],
          [2, 1],
        ],
        [
          [1, 2],
          [3, 1],
        ],
      ],
    ],
    [
      'rows come and go',
      [
        [[1, 1]],
        [
          [1, 1],
          [2, 1],
        ],
        [
          [1, 1],
          [4, 1],
          [2, 1],
        ],
        [
          [1, 1],
          [2, 1],
        ],
        [],
        [[1, 1]],
      ],
    ],
  ])('says what Coder says when %s', async (_, versions) => {
    const { ask, shows } = await start();
    for (const version of [...versions, ...versions]) {
      shows(version.map(([index, number]) => row(index, number)));
      for (let time = 0; time < 2; time++) expect((await ask()).nodes).toEqual(numbers(...version));
    }
  });

  it('shows each caller the rows that Coder shows them, and nobody more', async () => {
    const { ask, shows } = await start();
    for (let change = 1; change < 5; change++) {
      shows([row(1), row(2, change), row(3)]);
      shows([row(1), row(3)], OTHER_TOKEN);
      expect((await ask()).nodes).toEqual(numbers([1, 1], [2, change], [3, 1]));
      expect((await ask(OTHER_TOKEN)).nodes).toEqual(numbers([1, 1], [3, 1]));
    }
    shows([], OTHER_TOKEN);
    expect((await ask(OTHER_TOKEN)).nodes).toEqual([]);
  });

  it('reports a wrong value of a row that stays each time, with the request that it came with', async () => {
    const { ask, shows } = await start();
    for (let change = 1; change < 5; change++) {
      shows([row(1), row(2, 'wrong'), row(3, change)]);
      const { nodes, errors } = await ask();
      expect(nodes).toEqual([...numbers([1, 1]), { name: 'w2', latestBuild: null }, ...numbers([3, change])]);
      expect(errors).toMatchObject([
        {
          path: ['workspaces', 'nodes', 1, 'latestBuild', 'buildNumber'],
          extensions: { upstream: { requestId: `request-${change}` } },
        },
      ]);
    }
    shows([row(1), row(2, 5), row(3, 4)]);
    expect(await ask()).toEqual({ nodes: numbers([1, 1], [2, 5], [3, 4]) });
  });
});

it('what is unknown in a row that stays is told each time', async () => {
  let change = 0;
  const { url } = await startUpstream((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...CODER_HEADERS });
    response.end(JSON.stringify({ workspaces: [row(1, 1, { novelty: true }), row(2, ++change)], count: 2 }));
  });
  const cache = new AnswerCache({ maxBytes: 2 ** 24, onShared: freeze });
  const client = clientOf(url, { cache });
  const told: string[] = [];
  let now = 0;
  const drift = new DriftDetector(
    ({ kind, field }) => told.push(`${kind} ${field}`),
    () => now,
  );
  for (let call = 0; call < 3; call++) {
    const page = await client.session({ token: TOKEN, maxCalls: 1 }).call(endpoints.workspaces, { path: {} });
    drift.look(endpoints.workspaces, page);
    now += 1_000;
  }
  expect(cache.stats().hits.row).toBe(2);
  expect(told).toEqual(Array(3).fill('unknown workspaces.novelty'));
});
