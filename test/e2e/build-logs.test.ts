import { describe, expect, it } from 'vitest';
import type { InjectedFrame } from '../../src/embedded/testing/faults.ts';
import { seeded, testSeed } from '../seed.ts';
import { followBySse } from './sse.ts';
import { connect, follow, restLog, runningBuild, startWorld, until, untilAllIsQuiet } from './support.ts';

const logs = '/workspacebuilds/{workspacebuild}/logs';

describe('a build’s log over WebSocket', () => {
  it('should be followed from the creation of the build to its end', async () => {
    const world = await startWorld({ embedded: { speed: 20 } });
    const { embedded, query, url } = world;
    const client = connect(url, embedded.user('mira').token);
    const created = await query(
      `mutation ($id: ID!) {
        createBuild(input: { workspaceId: $id, transition: START }) {
          ... on CreateBuildSuccess { build { id uuid } }
          ... on Error { message }
        }
      }`,
      { id: embedded.workspace('borealis').id },
    );
    const build = embedded.build('borealis');
    expect(created.data.createBuild.build.uuid).toBe(build.id);
    // By its global id, as a client has it.
    const feed = follow(client, { ...build, id: created.data.createBuild.build.id });
    await feed.finished;
    expect(feed.errors).toBeUndefined();
    expect(feed.completed).toBe(true);
    expect(feed.lines.length).toBeGreaterThan(10);
    expect(feed.lines).toEqual(await restLog(embedded, build));
    expect(feed.end.lastId).toBe(feed.lines.at(-1)?.id);
    expect(feed.end.build).toMatchObject({ uuid: build.id, status: 'RUNNING', job: { status: 'SUCCEEDED' } });
    expect(feed.events.at(-1).data.buildLogs).toBe(feed.end);
    await untilAllIsQuiet(world);
  });

  it('should resume after an id without loss or double', async () => {
    const { embedded, url } = await startWorld();
    const build = runningBuild(embedded);
    embedded.control.appendLogs(build, 40);
    const client = connect(url, embedded.user('mira').token);
    const first = follow(client, build);
    await until('the backlog', () => first.lines.length === 40);
    first.stop();
    embedded.control.appendLogs(build, ['while away', 'ünd 🚀 more']);
    const second = follow(client, build, first.lastId);
    await until('what was missed', () => second.lines.length === 2);
    embedded.control.appendLogs(build, 3);
    embedded.control.fail(build);
    await second.finished;
    expect([...first.lines, ...second.lines]).toEqual(await restLog(embedded, build));
    expect(second.end.build).toMatchObject({ status: 'FAILED', job: { status: 'FAILED' } });
  });

  it('should end with the id 0 when there was no line, which as `after` means the beginning', async () => {
    const { embedded, url } = await startWorld();
    const build = runningBuild(embedded);
    embedded.control.fail(build);
    const client = connect(url, embedded.user('mira').token);
    const first = follow(client, build);
    await first.finished;
    expect(first.end.lastId).toBe('0');
    const second = follow(client, build, first.end.lastId);
    await second.finished;
    expect([first.lines, second.lines, second.end.lastId]).toEqual([[], [], '0']);
    embedded.control.appendLogs(build, 1);
    const [line] = await restLog(embedded, build);
    const third = follow(client, build, '0');
    await third.finished;
    expect([third.lines, third.end.lastId]).toEqual([[line], line?.id]);
    const fourth = follow(client, build, line?.id);
    await fourth.finished;
    expect([fourth.lines, fourth.end.lastId]).toEqual([[], line?.id]);
  });

  it('should go on beside an operation that fails on the same socket', async () => {
    const { embedded, url } = await startWorld();
    const build = runningBuild(embedded);
    const sockets: unknown[] = [];
    const client = connect(url, embedded.user('mira').token, { opened: (socket) => sockets.push(socket) });
    const feed = follow(client, build);
    await until('the feed', () => embedded.sockets()['build-logs'] === 1);
    const lost = follow(client, { ...build, id: '00000000-0000-4000-8000-000000000000' });
    await lost.finished;
    expect(lost.events).toEqual([
      { data: null, errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'NOT_FOUND' }) })] },
    ]);
    expect(lost.completed).toBe(true);
    embedded.control.appendLogs(build, 2);
    embedded.control.succeed(build);
    await feed.finished;
    expect(feed.lines).toEqual(await restLog(embedded, build));
    expect(sockets).toHaveLength(1);
  });
});

describe('loss of the upstream, seen by clients', () => {
  it('should lose nothing to 200 random cuts during 20,000 lines', async () => {
    const random = seeded(testSeed());
    const { embedded, url } = await startWorld({ feeds: { windowLines: 500, batchIntervalMs: 10 } });
    const build = runningBuild(embedded);
    const client = connect(url, embedded.user('mira').token);
    const socket = follow(client, build);
    const events = followBySse(url, embedded.user('tara').token, build);
    // A cut at a random byte of what the socket sends, in the middle of a frame or of its handshake or not.
    let cuts = 0;
    let fault = embedded.faults.add({
      route: logs,
      when: ({ upgrade }) => upgrade,
      times: 1,
      cutAfterBytes: random(9_000),
    });
    let written = 0;
    while (written < 20_000 || cuts < 200) {
      const lines = written < 20_000 ? Math.min(1 + random(190), 20_000 - written) : 0;
      embedded.control.appendLogs(build, lines, { announce: random(10) > 0 });
      written += lines;
      if (fault.hits === 1) {
        cuts++;
        fault.remove();
        fault = embedded.faults.add({
          route: logs,
          when: ({ upgrade }) => upgrade,
          times: 1,
          cutAfterBytes: random(9_000),
        });
      } else if (random(3) === 0 && embedded.sockets().total > 0) {
        embedded.cutAllSockets();
        cuts++;
      }
      await new Promise((resolve) => setTimeout(resolve, random(6)));
    }
    embedded.faults.clear();
    embedded.control.succeed(build);
    await Promise.all([socket.finished, events.finished]);
    const truth = await restLog(embedded, build);
    expect(truth.length).toBeGreaterThanOrEqual(20_000);
    for (const feed of [socket, events]) {
      expect(feed.errors).toBeUndefined();
      expect(feed.completed).toBe(true);
      expect(feed.lines).toEqual(truth);
    }
  }, 60_000);

  it.each<InjectedFrame>(['malformed-json', 'binary', 'huge', 'invalid-utf8'])(
    'should resume after a frame that cannot be read: %s',
    async (frame) => {
      const { embedded, url } = await startWorld();
      const build = runningBuild(embedded);
      const fault = embedded.faults.add({ route: logs, socket: { inject: { frame, afterMessages: 3 } }, times: 2 });
      const socket = follow(connect(url, embedded.user('mira').token), build);
      const events = followBySse(url, embedded.user('mira').token, build);
      for (let step = 1; step <= 4; step++) {
        embedded.control.appendLogs(build, 4);
        await until('the lines', () => socket.lines.length === 4 * step && events.lines.length === 4 * step);
      }
      expect(fault.hits).toBeGreaterThan(0);
      embedded.control.succeed(build);
      await Promise.all([socket.finished, events.finished]);
      const truth = await restLog(embedded, build);
      for (const feed of [socket, events]) {
        expect(feed.end.build.job.status).toBe('SUCCEEDED');
        expect(feed.lines).toEqual(truth);
      }
    },
  );

  it('should fail with a code and the last id, never end, when nothing that comes can be read', async () => {
    const { embedded, url } = await startWorld({ feeds: { giveUpMs: 200, giveUpAttempts: 3 } });
    const build = runningBuild(embedded);
    embedded.control.appendLogs(build, 3);
    const socket = follow(connect(url, embedded.user('mira').token), build);
    const events = followBySse(url, embedded.user('mira').token, build);
    await until('the backlog', () => socket.lines.length === 3 && events.lines.length === 3);
    embedded.faults.add({ route: logs, when: ({ upgrade }) => !upgrade, respond: { status: 200, body: '[{"id":1}]' } });
    embedded.control.appendLogs(build, 1, { announce: false });
    embedded.control.succeed(build);
    await Promise.all([socket.finished, events.finished]);
    const lastId = socket.lines.at(-1)?.id;
    for (const feed of [socket, events]) {
      expect(feed.end).toBeUndefined();
      expect(feed.events.at(-1).data).toBeNull();
      expect(feed.errors?.[0].extensions).toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE', lastId });
      expect(feed.completed).toBe(true);
    }
  });
});
