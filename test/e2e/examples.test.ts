import { describe, expect, it, onTestFinished } from 'vitest';
import { cancelBuild, startWorkspace } from '../../examples/create-and-cancel.ts';
import { type FollowOptions, followBuild } from '../../examples/follow-build.ts';
import { followBuildBySse } from '../../examples/follow-build-sse.ts';
import { workspaces } from '../../examples/nested-query.ts';
import { startTestCoder } from '../../src/embedded/testing/test-coder.ts';
import { startProgram, useProgram } from './program.ts';
import { type Line, restLog, runningBuild, startWorld, until } from './support.ts';

describe('nested-query', () => {
  it('should give every workspace down to its apps, a call to Coder for each page', async () => {
    const { embedded, calls, url } = await startWorld();
    embedded.control.createRunningWorkspaces(60, { prefix: 'many' });
    const names: string[] = [];
    for await (const workspace of workspaces({ url, token: embedded.user('mira').token })) {
      names.push(workspace.name);
      if (workspace.name !== 'atlas-dev') continue;
      expect(workspace.latestBuild?.resources[0]?.agents[0]?.apps[0]?.slug).toBe('code-server');
    }
    expect(names.filter((name) => name.startsWith('many-'))).toHaveLength(60);
    expect(new Set(names).size).toBe(names.length);
    expect(calls()).toEqual(['GET /workspaces', 'GET /workspaces']);
  });

  it('should throw what is wrong with the query, with its code', async () => {
    const { embedded, url } = await startWorld();
    const bad = workspaces({ url, token: embedded.user('mira').token }, 'nonsense:x');
    await expect(bad.next()).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('create-and-cancel', () => {
  it('should start a workspace and cancel that, and throw what Coder refuses', async () => {
    const { embedded, url } = await startWorld();
    const endpoint = { url, token: embedded.user('mira').token };
    const { id } = embedded.workspace('borealis');
    embedded.control.planNext({ hold: 'running' });
    const buildId = await startWorkspace(endpoint, id);
    const build = embedded.build('borealis');
    await until('the worker', () => build.job.startedAt !== null);
    await expect(startWorkspace(endpoint, id)).rejects.toThrow('already active');
    expect(await cancelBuild(endpoint, buildId)).toMatch(/^CANCEL/);
    await expect(cancelBuild({ url, token: embedded.user('omar').token }, buildId)).rejects.toThrow();
  });
});

describe('follow-build, follow-build-sse', () => {
  useProgram();

  const retryMs = 20;
  const byWebSocket = ({ onLines, ...options }: FollowOptions) =>
    followBuild({ ...options, onLines, retryWait: () => new Promise((resolve) => setTimeout(resolve, retryMs)) });
  const bySse = async ({ onLines, ...options }: FollowOptions) => {
    for await (const event of followBuildBySse({ ...options, retryMs })) {
      if (event.__typename === 'BuildLogEnd') return event.build;
      onLines(event.logs);
    }
    throw new Error('no end event');
  };

  it.each([
    ['graphql-ws', byWebSocket],
    ['SSE', bySse],
  ])('should lose nothing when the gateway is killed and started again, over %s', async (_, follow) => {
    const embedded = await startTestCoder({ rateLimit: -1 });
    onTestFinished(() => embedded.close());
    const build = runningBuild(embedded);
    const token = embedded.user('mira').token;
    let program = await startProgram(embedded.url);
    const { url, port } = program;
    const lines: Line[] = [];
    const final = follow({ url, token, buildId: build.id, onLines: (news) => lines.push(...(news as Line[])) });
    embedded.control.appendLogs(build, 10);
    await until('the lines', () => lines.length === 10);
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const before = lines.length;
      await program.stop(signal);
      embedded.control.appendLogs(build, 10);
      program = await startProgram(embedded.url, { PORT: String(port) });
      await until('what was missed', () => lines.length === before + 10);
      embedded.control.appendLogs(build, 10);
      await until('what is new', () => lines.length === before + 20);
    }
    embedded.control.succeed(build);
    expect(await final).toMatchObject({ status: 'RUNNING', job: { status: 'SUCCEEDED', error: null } });
    expect(lines).toEqual((await restLog(embedded, build)).map((line) => expect.objectContaining(line)));
  });

  it.each([
    ['graphql-ws', byWebSocket],
    ['SSE', bySse],
  ])('should throw a failure with its code, over %s', async (_, follow) => {
    const { embedded, url } = await startWorld();
    const { id } = runningBuild(embedded);
    const failed = (token: string, buildId = id) =>
      expect(follow({ url, token, buildId, onLines: () => {} })).rejects.toMatchObject;
    await failed(embedded.user('omar').token)({ code: 'NOT_FOUND' });
    await failed('not-a-token')({ code: 'UNAUTHENTICATED' });
    await failed(embedded.user('mira').token, 'no id')({ code: 'BAD_USER_INPUT' });
  });
});
