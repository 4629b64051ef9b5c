import { describe, expect, it } from 'vitest';
import type { WorkspaceBuild } from '../../src/coder/rest/build.ts';
import type { FaultRule, SocketFault } from '../../src/embedded/testing/faults.ts';
import { ManualClock } from '../../src/embedded/testing/manual-clock.ts';
import { startTestCoder, type TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { call, type Followed, follow, startCoder } from './support.ts';

const BUILD = '/workspacebuilds/{workspacebuild}';
const LOGS = `${BUILD}/logs`;

async function faulty(rule: FaultRule): Promise<{ coder: TestCoder; path: string }> {
  const coder = await startCoder();
  coder.faults.add({ route: BUILD, ...rule });
  return { coder, path: `/workspacebuilds/${coder.build('falcon').id}` };
}

describe('an HTTP fault', () => {
  it('answers something else, so many times', async () => {
    const { coder, path } = await faulty({
      times: 2,
      respond: { status: 503, body: 'busy', contentType: 'text/plain' },
    });
    const statuses = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await call(coder, path)).status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  it('skips first matches, and matches by user, method, path and predicate', async () => {
    const coder = await startCoder();
    coder.faults.add({ path: /users/, user: 'omar', method: 'GET', skip: 1, respond: { status: 500 } });
    coder.faults.add({ when: (request) => request.query.has('bad'), respond: { status: 418 } });
    expect((await call(coder, '/users/me', { user: 'omar' })).status).toBe(200);
    expect((await call(coder, '/users/me', { user: 'omar' })).status).toBe(500);
    expect((await call(coder, '/users/me')).status).toBe(200);
    expect((await call(coder, '/users/me?bad=1')).status).toBe(418);
    coder.faults.clear();
    expect((await call(coder, '/users/me?bad=1')).status).toBe(200);
  });

  it.each([0, 20, 900])('cuts the connection after %i bytes', async (cutAfterBytes) => {
    const { coder, path } = await faulty({ cutAfterBytes });
    await expect(call(coder, path)).rejects.toThrow();
  });

  it('truncates, mislabels, pads and redirects', async () => {
    const cut = await faulty({ truncate: 100 });
    expect((await call(cut.coder, cut.path)).bytes.length).toBe(100);
    const mislabeled = await faulty({ contentType: 'text/html' });
    expect((await call(mislabeled.coder, mislabeled.path)).headers['content-type']).toBe('text/html');
    const big = await faulty({ oversize: 3_000_000 });
    expect((await call(big.coder, big.path)).bytes.length).toBe(3_000_000);
    const moved = await faulty({ redirect: 'http://example.com/' });
    const answer = await call(moved.coder, moved.path);
    expect([answer.status, answer.headers.location]).toEqual([302, 'http://example.com/']);
  });

  it('puts anything into any field', async () => {
    const { coder, path } = await faulty({
      mutate: (build: WorkspaceBuild) => {
        build.status = 'levitating';
        Object.assign(build, { build_number: 'nine' });
      },
    });
    expect((await call(coder, path)).json).toMatchObject({ status: 'levitating', build_number: 'nine' });
  });

  it('hangs until the caller goes', async () => {
    const { coder, path } = await faulty({ hang: true });
    const signal = AbortSignal.timeout(50);
    await expect(
      fetch(`${coder.url}/api/v2${path}`, { headers: { 'coder-session-token': coder.user('mira').token }, signal }),
    ).rejects.toThrow();
  });

  it('waits before it answers', async () => {
    const { coder, path } = await faulty({ latency: 30 });
    const start = performance.now();
    expect((await call(coder, path)).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(29);
  });
});

async function followFaulty(socket: SocketFault, after = ''): Promise<{ coder: TestCoder; followed: Followed }> {
  const coder = await startCoder();
  coder.faults.add({ route: LOGS, socket });
  const build = coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'running' });
  coder.control.appendLogs(build, 10);
  return { coder, followed: await follow(coder, `/workspacebuilds/${build.id}/logs?follow${after}`) };
}

describe('a socket fault', () => {
  it('refuses the upgrade, and leaves plain reads alone', async () => {
    const coder = await startCoder();
    coder.faults.add({ route: LOGS, socket: { refuse: { status: 502 } } });
    const path = `/workspacebuilds/${coder.build('falcon').id}/logs`;
    await expect(follow(coder, `${path}?follow`)).rejects.toThrow('502');
    expect((await call(coder, path)).status).toBe(200);
  });

  it('cuts TCP after so many messages, without a close frame', async () => {
    const { followed } = await followFaulty({ cutAfterMessages: 3 });
    expect((await followed.closed).code).toBe(1006);
    expect(followed.messages.length).toBe(3);
  });

  it('cuts TCP in the middle of a frame', async () => {
    const { followed } = await followFaulty({ cutAfterBytes: 200 });
    expect((await followed.closed).code).toBe(1006);
    expect(followed.messages.length).toBe(1);
  });

  it('closes early with any code', async () => {
    const { followed } = await followFaulty({ close: { code: 1000, reason: 'done', afterMessages: 4 } });
    expect(await followed.closed).toEqual({ code: 1000, reason: 'done' });
    expect(followed.messages.length).toBe(4);
    const broken = await followFaulty({ close: { code: 1011, reason: 'dropped messages' } });
    expect(await broken.followed.closed).toEqual({ code: 1011, reason: 'dropped messages' });
  });

  it('sends what no Coder sends', async () => {
    const malformed = await followFaulty({ inject: { frame: 'malformed-json', afterMessages: 1 } });
    await malformed.followed.received(11);
    expect(() => JSON.parse(malformed.followed.messages[1] ?? '')).toThrow();
    const huge = await followFaulty({ inject: { frame: 'huge' } });
    await huge.followed.received(11);
    expect(huge.followed.messages[0]?.length).toBeGreaterThan(5_000_000);
    const invalid = await followFaulty({ inject: { frame: 'invalid-utf8', afterMessages: 2 } });
    await invalid.followed.closed;
    expect(invalid.followed.errors).toEqual([expect.stringContaining('invalid UTF-8')]);
  });

  it('replays from the beginning and sends twice', async () => {
    const replay = await followFaulty({ ignoreAfter: true }, '&after=99999999999');
    await replay.followed.received(10);
    const { followed } = await followFaulty({ duplicate: true });
    await followed.received(20);
    expect(followed.messages[0]).toBe(followed.messages[1]);
  });

  it('stalls after some messages', async () => {
    const { coder, followed } = await followFaulty({ stallAfterMessages: 2 });
    await followed.received(2);
    await call(coder, '/buildinfo');
    expect(followed.messages.length).toBe(2);
    const pong = new Promise((resolve) => followed.socket.on('pong', resolve));
    followed.socket.ping();
    await pong;
  });

  it('plays dead: no messages and no pongs', async () => {
    const { coder, followed } = await followFaulty({ silent: true });
    followed.socket.on('pong', () => expect.unreachable());
    followed.socket.ping();
    await call(coder, '/buildinfo');
    expect(followed.messages).toEqual([]);
  });
});

describe('the embedded Coder', () => {
  it('cuts all sockets at once', async () => {
    const { coder, followed } = await followFaulty({});
    coder.cutAllSockets('watch');
    expect(coder.sockets().total).toBe(1);
    coder.cutAllSockets();
    expect((await followed.closed).code).toBe(1006);
  });

  it('restarts on its port: sockets end, state stays', async () => {
    const { coder, followed } = await followFaulty({});
    const { url } = coder;
    let refused = false;
    await coder.restart({
      whileDown: async () => {
        refused = await fetch(url).then(
          () => false,
          () => true,
        );
      },
    });
    expect(await followed.closed).toEqual({ code: 1000, reason: 'done' });
    expect(refused).toBe(true);
    expect([coder.url, (await call(coder, `/workspacebuilds/${coder.build('falcon').id}`)).json.status]).toEqual([
      url,
      'starting',
    ]);
    expect(coder.sockets().total).toBe(0);
  });

  it('records requests without their tokens', async () => {
    const coder = await startCoder();
    await call(coder, '/users/me?access_token=x&a=1', { user: 'omar', headers: { 'user-agent': 'test' } });
    expect(coder.requests).toHaveLength(1);
    expect(coder.requests[0]).toMatchObject({
      method: 'GET',
      path: '/api/v2/users/me',
      route: '/api/v2/users/{user}',
      user: 'omar',
      status: 200,
      upgrade: false,
    });
    expect(coder.requests[0]?.headers).not.toHaveProperty('coder-session-token');
    expect(coder.requests[0]?.query.toString()).toBe('a=1');
    coder.clearRequests();
    expect(coder.requests).toHaveLength(0);
  });

  it('puts raw fields over any object', async () => {
    const coder = await startCoder();
    const build = coder.build('falcon');
    coder.control.override(build.job.id, { error: 7, tags: undefined });
    const { job } = (await call(coder, `/workspacebuilds/${build.id}`)).json;
    expect(job.error).toBe(7);
    expect(job).not.toHaveProperty('tags');
  });

  it('leaves no timer behind once closed', async () => {
    const clock = new ManualClock();
    const coder = await startTestCoder({ clock, activity: true, speed: 1 });
    const watch = await follow(coder, `/workspaces/${coder.workspace('falcon').id}/watch-ws`);
    clock.advance(120_000);
    await coder.close();
    await watch.closed;
    expect(coder.sockets().total).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('always has something to watch in demo mode', async () => {
    const coder = await startCoder({ activity: true, speed: 100 });
    const ended: string[] = [];
    await new Promise<void>((resolve) => {
      coder.store.buildEvents.subscribe('all', ({ build }) => {
        ended.push(`${coder.store.workspace(build.workspaceId).name} ${build.transition}`);
        if (ended.length === 3) resolve();
      });
    });
    expect(ended).toEqual(['falcon stop', 'willow start', 'falcon start']);
  });
});
