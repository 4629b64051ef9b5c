import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { WorkspaceRow } from '../../src/embedded/state/rows.ts';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { feedQuery, restLog } from '../e2e/support.ts';
import { digestOf, roam } from '../redis/readers.ts';
import { visit } from './visitor.ts';

export interface LoadOptions {
  coder: TestCoder;
  /** Of GraphQL. */
  url: string;
  /** Of two identities. */
  tokens: readonly string[];
  /** Each with one build at a time. */
  workspaces: readonly WorkspaceRow[];
  random: (below: number) => number;
}

export interface Tally {
  /** Queries that were answered without an error. */
  answered: number;
  /** Queries whose client left. */
  aborted: number;
  /** Queries that failed: requests to Coder are cut. */
  failed: number;
  /** Logs that all their readers have got to the last line. */
  logs: number;
  /** Subscriptions that a client left midway. */
  left: number;
}

const BUILDS = 'builds(first: 3) { nodes { id status resources { name agents { name status apps { slug } } } } }';
const documentOf = (first: number) =>
  `query($query: String) { workspaces(first: ${first}, query: $query) { totalCount nodes { id name owner { username } ${BUILDS} } } }`;
/** All of them are known after the warm-up: parsed documents fill a bound of their own slowly. */
const DOCUMENTS = 20;
const LIST = `subscription { workspacesUpdated(first: 10) { changed { id name latestBuild { status } } left order } }`;

/** Clients of all kinds until the time is over; it resolves when the last of them has left. */
export async function load({ coder, url, tokens, workspaces, random }: LoadOptions, ms: number): Promise<Tally> {
  const tally: Tally = { answered: 0, aborted: 0, failed: 0, logs: 0, left: 0 };
  const deadline = Date.now() + ms;
  const until = async (step: () => Promise<void>) => {
    while (Date.now() < deadline) await step();
  };
  const token = () => tokens[random(tokens.length)] as string;

  /** One in three asks for what the gateway has not read; a fifth of the clients do not wait. */
  const ask = async () => {
    const query = documentOf(1 + random(DOCUMENTS));
    const variables = { query: random(3) === 0 ? `name:${random(1e6)}` : '' };
    const leaving = random(5) === 0;
    const signal = leaving ? AbortSignal.timeout(random(20)) : AbortSignal.timeout(30_000);
    const outcome = await visit({ url, token: token(), query, variables, accept: 'application/json', signal }).then(
      (text) => (text.includes('"errors"') ? 'failed' : 'answered'),
      () => (leaving ? 'aborted' : 'failed'),
    );
    tally[outcome]++;
    await sleep(random(20));
  };

  /** Subscribes by SSE, and leaves without a word. */
  const look = async (query: string, variables: object = {}) => {
    const signal = AbortSignal.timeout(20 + random(500));
    await visit({ url, token: token(), query, variables, accept: 'text/event-stream', signal }).catch(() => {});
    tally.left++;
  };

  const followed = async (workspace: WorkspaceRow) => {
    const build = coder.control.createBuild(workspace, {}, { hold: 'running' });
    const giveUp = new AbortController();
    const reader = (transport: 'websocket' | 'sse', signal = giveUp.signal) =>
      roam({ buildId: build.id, token: token(), url: () => url, transport, signal });
    const faithful = [reader('websocket'), reader('sse'), reader('websocket')];
    const leaving = [reader('websocket', AbortSignal.timeout(random(400))), look(feedQuery(), { id: build.id })];
    const steps = 5 + random(10);
    for (let step = 0; step < steps; step++) {
      coder.control.appendLogs(build, 1 + random(60));
      await sleep(random(60));
    }
    coder.control.succeed(build);
    const timer = setTimeout(() => giveUp.abort(), 30_000);
    const digests = await Promise.all(faithful.map(({ finished }) => finished));
    clearTimeout(timer);
    await Promise.all(leaving.map((each) => ('finished' in each ? each.finished : each)));
    tally.left++;
    expect(new Set(digests), 'what the readers of a log have got').toEqual(
      new Set([digestOf(await restLog(coder, build))]),
    );
    tally.logs++;
  };

  const cut = async () => {
    await sleep(100 + random(400));
    coder.cutAllSockets();
    // It would keep each request that it got.
    coder.clearRequests();
  };

  await Promise.all([
    ...[1, 2, 3].map(() => until(ask)),
    ...[1, 2].map(() => until(() => look(LIST))),
    ...workspaces.map((workspace) => until(() => followed(workspace))),
    until(cut),
  ]);
  return tally;
}
