import { getEventListeners } from 'node:events';
import { expect, it, onTestFinished, vi } from 'vitest';
import { seeded, testSeed } from '../seed.ts';
import { followBySse, stream } from './sse.ts';
import { connect, follow, runningBuild, startWorld, subscribe, until, untilAllIsQuiet } from './support.ts';

/** Signals that anybody has listened to since. */
function watchSignals(): Set<AbortSignal> {
  const signals = new Set<AbortSignal>();
  const listen = EventTarget.prototype.addEventListener;
  const spy = vi.spyOn(EventTarget.prototype, 'addEventListener').mockImplementation(function (
    this: EventTarget,
    ...args
  ) {
    if (this instanceof AbortSignal) signals.add(this);
    listen.apply(this, args);
  });
  onTestFinished(() => spy.mockRestore());
  return signals;
}

function resources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

it('should leave nothing behind, however its clients go', async () => {
  const random = seeded(testSeed());
  const world = await startWorld();
  const { embedded, url } = world;
  const warnings: Error[] = [];
  const warned = (warning: Error) => warnings.push(warning);
  process.on('warning', warned);
  const token = embedded.user('mira').token;
  const builds = Array.from({ length: 6 }, () => runningBuild(embedded));
  const workspace = embedded.workspace('atlas-dev');
  const [agent] = embedded.control.agents(embedded.build('atlas-dev'));
  const begin = async () => {
    const one = connect(url, token);
    const other = connect(url, embedded.user('tara').token);
    const agentLogs = 'subscription ($id: ID!) { agentLogs(agentId: $id) { ... on AgentLogBatch { lastId } } }';
    const updated = 'subscription ($id: ID!) { workspaceUpdated(workspaceId: $id) { name } }';
    const feeds = [
      ...builds.flatMap((build) => [follow(one, build), follow(other, build), followBySse(url, token, build)]),
      ...builds.map(({ id }) =>
        subscribe(one, 'subscription ($id: ID!) { buildUpdated(buildId: $id) { uuid } }', { id }),
      ),
      subscribe(other, agentLogs, { id: agent?.id }),
      stream(url, token, agentLogs, { id: agent?.id }),
      subscribe(one, updated, { id: workspace.id }),
      stream(url, token, updated, { id: workspace.id }),
    ];
    await until('all feeds', () => feedCount(world.feeds.stats()) === feeds.length);
    await until('all sockets', () => embedded.sockets().total === 2 * builds.length + 2);
    return { clients: [one, other], feeds };
  };
  const feedCount = ({ logReaders, snapshotReaders }: ReturnType<typeof world.feeds.stats>) =>
    logReaders + snapshotReaders;

  // Once before, so that the connections that are kept for reuse are there.
  for (const { clients, feeds } of [await begin()]) {
    for (const { stop } of feeds) stop();
    for (const client of clients) client.terminate();
  }
  await untilAllIsQuiet(world);
  await until('no timer', () => resources().Timeout === undefined);
  const before = resources();
  const signals = watchSignals();

  for (let round = 0; round < 5; round++) {
    const { clients, feeds } = await begin();
    if (round === 3) embedded.cutAllSockets();
    // They leave while lines come, while others wait, while sockets are being opened.
    for (const { stop } of feeds) {
      if (random(3) === 0)
        embedded.control.appendLogs(builds[random(builds.length)] as (typeof builds)[0], 1 + random(50));
      if (random(2) === 0) stop();
    }
    for (const client of clients) client.terminate();
    for (const { stop } of feeds) stop();
    await untilAllIsQuiet(world);
  }
  const { openSubscriptions, openSockets } = world.gateway.metrics;
  expect((await openSubscriptions.get()).values[0]?.value).toBe(0);
  expect((await openSockets.get()).values[0]?.value).toBe(0);
  const listeners = () => [...signals].flatMap((signal) => getEventListeners(signal, 'abort'));
  expect(signals.size).toBeGreaterThan(100);
  expect(listeners()).toEqual([]);
  await until('no more sockets and timers than before', () =>
    Object.entries(resources()).every(([kind, count]) => count <= (before[kind] ?? 0)),
  );
  process.off('warning', warned);
  expect(warnings).toEqual([]);
});

it('should not gather listeners on a socket that stays while its feeds come and go', async () => {
  const world = await startWorld();
  const { embedded, url } = world;
  const build = runningBuild(embedded);
  embedded.control.appendLogs(build, 1);
  const client = connect(url, embedded.user('mira').token);
  const stays = follow(client, build);
  await until('the first', () => stays.lines.length === 1);
  const signals = watchSignals();
  const counts: number[] = [];
  for (let round = 0; round < 30; round++) {
    const feed = follow(client, build);
    await until('its line', () => feed.lines.length === 1);
    feed.stop();
    await until('its end', () => world.feeds.stats().logReaders === 1);
    counts.push([...signals].flatMap((signal) => getEventListeners(signal, 'abort')).length);
  }
  // Reads that are just over may still be counted; what stays grows with every round.
  expect(Math.min(...counts.slice(20))).toBeLessThanOrEqual(Math.max(...counts.slice(0, 10)));
});
