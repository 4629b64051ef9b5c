import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { CoderClient } from '../../src/coder/client.ts';
import type { BuildLog, SoundLine } from '../../src/coder/model.ts';
import type { BuildRow, WorkspaceRow } from '../../src/embedded/state/rows.ts';
import { startTestCoder, type TestCoder, type TestCoderOptions } from '../../src/embedded/testing/test-coder.ts';
import { type FeedStats, Feeds, type LogEvent } from '../../src/feeds/feeds.ts';
import type { FeedTimings } from '../../src/feeds/timings.ts';

/** Intervals of tests: as in life, only shorter. */
export const quick: Partial<FeedTimings> = {
  backoffMs: 5,
  backoffMaxMs: 40,
  resumeSpreadMs: 5,
  quietBeforeStatusCheckMs: 60,
  quietBeforeStatusCheckMaxMs: 120,
  settleMs: 10,
  pollMs: 20,
  refollowMs: 200,
  accessCheckJitterMs: 20,
  recheckMs: 10,
  watchPollMs: 1_000,
};

/** The figures of feeds that nobody reads. */
export const noFeeds: FeedStats = {
  logFeeds: 0,
  logReaders: 0,
  logReadersBehind: 0,
  oldestUnsentLineAgeSeconds: 0,
  feedWindowBytes: 0,
  snapshots: 0,
  snapshotReaders: 0,
  upstreamSockets: 0,
  dials: 0,
};

export interface World {
  coder: TestCoder;
  client: CoderClient;
  feeds: Feeds;
  /** The owner's token. */
  token: string;
}

/** An embedded Coder with feeds in front of it, for one test. */
export async function startWorld(
  timings: Partial<FeedTimings> = {},
  options: TestCoderOptions & { timeoutMs?: number } = {},
): Promise<World> {
  const coder = await startTestCoder({ rateLimit: -1, ...options });
  onTestFinished(() => coder.close());
  return { coder, token: coder.user('mira').token, ...startFeeds(coder, timings, options.timeoutMs) };
}

/** Another gateway's feeds in front of the same Coder, or of a proxy before it. */
export function startFeeds(coder: { url: string }, timings: Partial<FeedTimings> = {}, timeoutMs = 5_000) {
  const url = new URL(coder.url);
  const client = new CoderClient({
    url,
    concurrency: 64,
    maxResponseBytes: 16 * 2 ** 20,
    userAgent: 'test',
    timeoutMs,
  });
  const feeds = new Feeds(client, { ...quick, ...timings });
  onTestFinished(async () => {
    feeds.close();
    await client.close();
  });
  return { client, feeds };
}

let names = 0;

/** A build that the test drives by hand. */
export function runningBuild({ coder }: World): BuildRow {
  const workspace: WorkspaceRow = coder.control.createWorkspace({ name: `feed-${++names}` });
  return coder.control.createBuild(workspace, {}, { hold: 'running' });
}

export interface Collected<Line> {
  lines: Line[];
  batches: LogEvent<Line>[];
  /** Set when the iterator has completed. */
  done: boolean;
  ends: number;
  error: unknown;
  finished: Promise<void>;
}

/** Reads an iterator to its end, as fast as it goes. */
export function collect<Line>(iterator: AsyncIterableIterator<LogEvent<Line>, undefined>): Collected<Line> {
  const collected: Collected<Line> = {
    lines: [],
    batches: [],
    done: false,
    ends: 0,
    error: undefined,
    finished: Promise.resolve(),
  };
  const run = async () => {
    try {
      for (;;) {
        const { done, value } = await iterator.next();
        if (done) break;
        if (value.kind === 'end') collected.ends++;
        else {
          collected.batches.push(value);
          for (const line of value.logs) collected.lines.push(line);
        }
      }
    } catch (error) {
      collected.error = error;
    }
    collected.done = true;
  };
  collected.finished = run();
  return collected;
}

/** What REST says of the build's log: the truth that a feed is compared with. */
export async function restLog(
  { coder, token }: Pick<World, 'coder' | 'token'>,
  build: BuildRow,
): Promise<SoundLine<BuildLog>[]> {
  const answer = await fetch(`${coder.url}/api/v2/workspacebuilds/${build.id}/logs`, {
    headers: { 'coder-session-token': token },
  });
  return (await answer.json()) as SoundLine<BuildLog>[];
}

/** Until it is so; the only waiting that tests do. */
export async function until(what: string, isSo: () => boolean, ms = 10_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms in vain: ${what}`);
    await sleep(2);
  }
}

export function logReads({ coder }: World): number {
  return coder.requests.filter(({ route, upgrade }) => route.endsWith('/{workspacebuild}/logs') && !upgrade).length;
}
