import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { collect, noFeeds, runningBuild, startWorld, until } from './support.ts';

const logs = '/workspacebuilds/{workspacebuild}/logs';
describe('the end of a reader', () => {
  it('should come at once with return, also while next waits', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const iterator = feeds.buildLogs({ buildId: build.id }, { token });
    const waiting = iterator.next();
    await until('the socket', () => coder.sockets().total === 1);
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(feeds.stats()).toEqual(noFeeds);
    await until('no socket at Coder', () => coder.sockets().total === 0, 1_000);
  });

  it('should come while Coder does not answer', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const hangs = [
      { route: logs, when: ({ upgrade }: { upgrade: boolean }) => !upgrade },
      { route: '/workspacebuilds/{workspacebuild}' },
      { route: logs, when: ({ upgrade }: { upgrade: boolean }) => upgrade },
    ];
    for (const rule of hangs) {
      const fault = coder.faults.add({ ...rule, hang: true });
      const iterator = feeds.buildLogs({ buildId: build.id }, { token });
      const waiting = iterator.next();
      await until('the request that hangs', () => fault.hits > 0);
      await iterator.return?.();
      expect(await waiting).toEqual({ done: true, value: undefined });
      expect(feeds.stats()).toEqual(noFeeds);
      coder.faults.clear();
    }
  });

  it('should come with the abort of the signal, and leave no listener on it', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const abort = new AbortController();
    const { signal } = abort;
    const left = feeds.buildLogs({ buildId: build.id }, { token, signal });
    const waiting = left.next();
    await until('the socket', () => coder.sockets().total === 1);
    const other = collect(feeds.buildLogs({ buildId: build.id }, { token, signal }));
    await left.return?.();
    await waiting;
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    abort.abort();
    await other.finished;
    expect(other.error).toBeUndefined();
    expect(other.ends).toBe(0);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(feeds.stats()).toEqual(noFeeds);
    const late = feeds.buildLogs({ buildId: build.id }, { token, signal });
    expect(await late.next()).toEqual({ done: true, value: undefined });
  });

  it('should come without an end event when the gateway drains', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const reader = collect(feeds.buildLogs({ buildId: build.id }, { token }));
    const unread = feeds.buildLogs({ buildId: build.id }, { token });
    await until('the socket', () => coder.sockets().total === 1);
    feeds.close();
    await reader.finished;
    expect(reader.error).toBeUndefined();
    expect(reader.ends).toBe(0);
    for (const iterator of [unread, feeds.buildLogs({ buildId: build.id }, { token })]) {
      expect(await iterator.next()).toEqual({ done: true, value: undefined });
    }
    expect(feeds.stats()).toEqual(noFeeds);
  });

  it('should leave no timer behind', async () => {
    const timers = new Set<unknown>();
    const clock = {
      now: () => performance.now(),
      setTimeout: (callback: () => void, ms: number) => {
        const timer = setTimeout(() => {
          timers.delete(timer);
          callback();
        }, ms);
        timers.add(timer);
        return timer;
      },
      clearTimeout: (timer: unknown) => {
        timers.delete(timer);
        clearTimeout(timer as NodeJS.Timeout);
      },
    };
    const world = await startWorld({ clock });
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.appendLogs(build, 2_000);
    for (let round = 0; round < 20; round++) {
      const iterators = Array.from({ length: 5 }, () => feeds.buildLogs({ buildId: build.id }, { token }));
      for (const iterator of iterators) await iterator.next();
      const waiting = iterators.map((iterator) => iterator.next());
      coder.control.appendLogs(build, 3);
      if (round % 3 === 0) coder.cutAllSockets();
      if (round % 2 === 0) await Promise.all(waiting);
      for (const iterator of iterators) await iterator.return?.();
      expect(timers.size).toBe(0);
    }
    expect(feeds.stats()).toEqual(noFeeds);
    await until('no socket at Coder', () => coder.sockets().total === 0);
  });

  it('should answer calls of next one after the other', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const iterator = feeds.buildLogs({ buildId: build.id }, { token });
    const answers = [iterator.next(), iterator.next(), iterator.next()];
    await until('the socket', () => coder.sockets().total === 1);
    coder.control.appendLogs(build, ['one']);
    expect((await answers[0])?.value).toMatchObject({ logs: [{ output: 'one' }] });
    coder.control.appendLogs(build, ['two']);
    expect((await answers[1])?.value).toMatchObject({ logs: [{ output: 'two' }] });
    coder.control.succeed(build);
    expect((await answers[2])?.value).toMatchObject({ kind: 'end' });
  });

  it('should pass on what is thrown into it, and be over', async () => {
    const world = await startWorld();
    const build = runningBuild(world);
    const iterator = world.feeds.buildLogs({ buildId: build.id }, { token: world.token });
    await expect(iterator.throw?.(new Error('mine'))).rejects.toThrow('mine');
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });
});
