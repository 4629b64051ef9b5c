import { describe, expect, it } from 'vitest';
import type { Build, Workspace } from '../../../src/coder/model.ts';
import { build as ofBuild } from '../../../src/coder/rest/build.ts';
import { job as ofJob } from '../../../src/coder/rest/job.ts';
import { workspace as ofWorkspace } from '../../../src/coder/rest/workspace.ts';
import { runningBuild, startWorld, until } from '../support.ts';

const nothing = { logFeeds: 0, logReaders: 0, snapshots: 0, snapshotReaders: 0, upstreamSockets: 0, dials: 0 };

function states<State>(iterator: AsyncIterableIterator<State, undefined>) {
  const seen = { list: [] as State[], done: false, error: undefined as unknown, finished: Promise.resolve() };
  seen.finished = (async () => {
    try {
      for await (const state of iterator) seen.list.push(state);
    } catch (error) {
      seen.error = error;
    }
    seen.done = true;
  })();
  return seen;
}

const statusOf = (build: Build) => ofJob.read(ofBuild.read(build, 'job'), 'status');
const nameOf = (workspace: Workspace | undefined) => workspace && ofWorkspace.read(workspace, 'name');

describe('buildUpdated', () => {
  it('should give the state at first, then every change, and complete after the final status', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const workspace = coder.control.createWorkspace({ name: 'watched' });
    const build = coder.control.createBuild(workspace, {}, { hold: 'pending' });
    const seen = states<Build>(feeds.buildUpdated({ buildId: build.id }, { token }));
    await until('the state', () => seen.list.length === 1);
    await until('the socket', () => coder.sockets().watch === 1);
    coder.control.takeJob(build);
    await until('running', () => seen.list.map(statusOf).includes('running'));
    coder.control.succeed(build);
    await seen.finished;
    expect(seen.list.map(statusOf)).toEqual(['pending', 'running', 'succeeded']);
    expect(feeds.stats()).toMatchObject(nothing);
    await until('no socket at Coder', () => coder.sockets().total === 0);
  });

  it('should poll where Coder is too old for the watch socket, without a handshake', async () => {
    const { coder, client, feeds, token } = await startWorld({ watchPollMs: 20 }, { version: 'v2.21.3' });
    const build = coder.control.createBuild(coder.control.createWorkspace({ name: 'old' }), {}, { hold: 'pending' });
    await client.buildInfo();
    const seen = states<Build>(feeds.buildUpdated({ buildId: build.id }, { token }));
    await until('the state', () => seen.list.length === 1);
    coder.control.takeJob(build);
    await until('running', () => seen.list.map(statusOf).includes('running'));
    coder.control.succeed(build);
    await seen.finished;
    expect(seen.list.map(statusOf)).toEqual(['pending', 'running', 'succeeded']);
    expect(coder.requests.filter(({ path }) => path.includes('watch'))).toEqual([]);
  });

  it('should give a finished build once, without a socket', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    coder.control.succeed(build);
    coder.clearRequests();
    const seen = states<Build>(feeds.buildUpdated({ buildId: build.id }, { token }));
    await seen.finished;
    expect(seen.list.map(statusOf)).toEqual(['succeeded']);
    expect(coder.requests).toHaveLength(1);
  });

  it('should see by polling what Coder does not announce', async () => {
    const world = await startWorld({ watchPollMs: 60 });
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const seen = states<Build>(feeds.buildUpdated({ buildId: build.id }, { token }));
    await until('the socket', () => coder.sockets().watch === 1);
    coder.control.reap(build);
    await seen.finished;
    expect(seen.list.at(-1)).toMatchObject({ job: { status: 'failed' } });
    expect(seen.error).toBeUndefined();
  });

  it('should survive a restart of Coder and cuts of the socket', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const build = runningBuild(world);
    const seen = states<Build>(feeds.buildUpdated({ buildId: build.id }, { token }));
    await until('the socket', () => coder.sockets().watch === 1);
    coder.cutAllSockets();
    await until('the cut', () => coder.sockets().total === 0);
    await until('the socket again', () => coder.sockets().watch === 1);
    await coder.restart({ abrupt: true, whileDown: () => coder.control.succeed(build) });
    await seen.finished;
    expect(seen.list.map(statusOf)).toEqual(['running', 'succeeded']);
  });

  it('should say NOT_FOUND for a build that is hidden, UNAUTHENTICATED without a token', async () => {
    const world = await startWorld();
    const { coder, feeds } = world;
    const build = runningBuild(world);
    const hidden = states(feeds.buildUpdated({ buildId: build.id }, { token: coder.user('omar').token }));
    const nobody = states(feeds.buildUpdated({ buildId: build.id }, { token: undefined }));
    await Promise.all([hidden.finished, nobody.finished]);
    expect(hidden.error).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    expect(nobody.error).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    expect(feeds.stats()).toMatchObject(nothing);
  });
});

describe('workspaceUpdated', () => {
  it('should read once for each identity and event, through one socket, each one’s own view', async () => {
    // No poll, which would read as well.
    const world = await startWorld({ watchPollMs: 600_000 });
    const { coder, feeds } = world;
    const workspace = coder.workspace('atlas-dev');
    workspace.favoriteOf.add(workspace.ownerId);
    const owner = coder.users.find(({ id }) => id === workspace.ownerId) ?? coder.user('mira');
    const watch = (token: string) =>
      states<Workspace>(feeds.workspaceUpdated({ workspaceId: workspace.id }, { token }));
    const reads = () => coder.requests.filter(({ route }) => route.endsWith('/workspaces/{workspace}')).length;
    const watchers = [watch(owner.token), watch(owner.token)];
    // One for the state, and one for what the socket says when it opens.
    await until('the reads of the owner', () => coder.sockets().watch === 1 && reads() === 2);
    watchers.push(watch(coder.user('tara').token));
    await until('the reads of the other', () => reads() === 4);
    await until('the states', () => watchers.every(({ list }) => list.length === 1));
    expect(watchers.map(({ list }) => list[0])).toMatchObject([true, true, false].map((favorite) => ({ favorite })));
    expect(feeds.stats()).toMatchObject({ snapshots: 2, snapshotReaders: 3, upstreamSockets: 1 });
    coder.clearRequests();
    workspace.name = 'renamed';
    coder.store.announceWorkspace(workspace.id);
    await until('the change', () => watchers.every(({ list }) => list.length === 2));
    expect(watchers.map(({ list }) => nameOf(list[1]))).toEqual(['renamed', 'renamed', 'renamed']);
    expect(coder.requests.map(({ user }) => user).sort()).toEqual([owner.username, 'tara'].sort());
    expect(watchers[0]?.list[1]).toBe(watchers[1]?.list[1]);
  });

  it('should not repeat a state that is as it was', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const workspace = coder.workspace('atlas-dev');
    const watcher = states<Workspace>(feeds.workspaceUpdated({ workspaceId: workspace.id }, { token }));
    await until('the socket', () => coder.sockets().watch === 1);
    for (let change = 0; change < 5; change++) {
      const before = coder.requests.length;
      coder.store.announceWorkspace(workspace.id);
      await until('the read', () => coder.requests.length > before);
    }
    workspace.name = 'other';
    coder.store.announceWorkspace(workspace.id);
    await until('the change', () => nameOf(watcher.list.at(-1)) === 'other');
    expect(watcher.list).toHaveLength(2);
  });

  it('should move the socket to another when its reader leaves or is refused', async () => {
    const world = await startWorld({ watchPollMs: 100 });
    const { coder, feeds, token } = world;
    const workspace = coder.workspace('atlas-dev');
    const mine = coder.control.addToken('mira');
    const lost = states<Workspace>(feeds.workspaceUpdated({ workspaceId: workspace.id }, { token: mine }));
    await until('the socket', () => coder.sockets().watch === 1);
    const kept = states<Workspace>(feeds.workspaceUpdated({ workspaceId: workspace.id }, { token }));
    await until('the state', () => kept.list.length === 1);
    coder.control.revokeToken(mine);
    await lost.finished;
    expect(lost.error).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    await until('one socket', () => coder.sockets().watch === 1);
    workspace.name = 'moved';
    coder.store.announceWorkspace(workspace.id);
    await until('the change', () => nameOf(kept.list.at(-1)) === 'moved');
  });

  it('should end at once with return, also while next waits, and leave nothing', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const workspaceId = coder.workspace('atlas-dev').id;
    const iterator = feeds.workspaceUpdated({ workspaceId }, { token });
    await iterator.next();
    const waiting = iterator.next();
    await until('the socket', () => coder.sockets().watch === 1);
    await iterator.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(feeds.stats()).toMatchObject(nothing);
    await until('no socket at Coder', () => coder.sockets().total === 0);
    // Never asked, never begun.
    feeds.workspaceUpdated({ workspaceId }, { token });
    expect(feeds.stats()).toMatchObject(nothing);
  });

  it('should give the newest state to who reads slowly', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const workspace = coder.workspace('atlas-dev');
    const iterator = feeds.workspaceUpdated({ workspaceId: workspace.id }, { token });
    await iterator.next();
    await until('the socket', () => coder.sockets().watch === 1);
    for (const name of ['a', 'b', 'c']) {
      const before = coder.requests.length;
      workspace.name = name;
      coder.store.announceWorkspace(workspace.id);
      await until('the read', () => coder.requests.length > before);
    }
    // The read that began last may still be under way.
    const names = [nameOf((await iterator.next()).value)];
    while (names.at(-1) !== 'c') names.push(nameOf((await iterator.next()).value));
    expect(names.length).toBeLessThan(3);
    await iterator.return?.();
  });

  it('should end with NOT_FOUND when the workspace is deleted', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const workspace = coder.workspace('atlas-dev');
    const watcher = states<Workspace>(feeds.workspaceUpdated({ workspaceId: workspace.id }, { token }));
    await until('the socket', () => coder.sockets().watch === 1);
    coder.control.createFinishedBuild(workspace, { transition: 'delete' });
    await watcher.finished;
    expect(watcher.error).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    expect(feeds.stats()).toMatchObject(nothing);
  });

  it('should fail when Coder stays away', async () => {
    const world = await startWorld({ giveUpMs: 100, giveUpAttempts: 3, watchPollMs: 50 });
    const { coder, feeds, token } = world;
    const watcher = states<Workspace>(
      feeds.workspaceUpdated({ workspaceId: coder.workspace('atlas-dev').id }, { token }),
    );
    await until('the socket', () => coder.sockets().watch === 1);
    await coder.restart({ abrupt: true, whileDown: () => watcher.finished });
    expect(watcher.error).toMatchObject({ extensions: { code: 'UPSTREAM_UNAVAILABLE' } });
    expect(feeds.stats()).toMatchObject(nothing);
  });
});
