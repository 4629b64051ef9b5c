import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/embedded/testing/manual-clock.ts';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { call, type Followed, follow, startCoder } from './support.ts';

function running(coder: TestCoder): ReturnType<TestCoder['build']> {
  return coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'running' });
}

function outputs({ messages }: Followed): string[] {
  return messages.map((message) => JSON.parse(message).output);
}

describe('following a build log', () => {
  it('sends the backlog, then live lines, each as one object with a newline, and closes 1000 done', async () => {
    const coder = await startCoder();
    const build = running(coder);
    coder.control.appendLogs(build, ['one', 'two <&>']);
    const followed = await follow(coder, `/workspacebuilds/${build.id}/logs?follow`);
    await followed.received(2);
    coder.control.appendLogs(build, ['three']);
    await followed.received(3);
    coder.control.succeed(build);
    expect(await followed.closed).toEqual({ code: 1000, reason: 'done' });
    expect(outputs(followed)).toEqual(['one', 'two <&>', 'three']);
    expect(followed.messages.every((message) => message.endsWith('}\n'))).toBe(true);
    expect(followed.messages[1]).toContain('two \\u003c\\u0026\\u003e');
  });

  it('has the same objects as the plain log', async () => {
    const coder = await startCoder();
    const { id } = coder.build('falcon');
    const followed = await follow(coder, `/workspacebuilds/${id}/logs?follow=false`);
    await followed.closed;
    const plain = await call(coder, `/workspacebuilds/${id}/logs`);
    expect(`[${followed.messages.map((message) => message.trim()).join(',')}]\n`).toBe(plain.text);
  });

  it('resumes after an id, exclusively', async () => {
    const coder = await startCoder();
    const build = running(coder);
    coder.control.appendLogs(build, ['one', 'two', 'three']);
    const after = build.job.logs[1]?.id;
    const followed = await follow(coder, `/workspacebuilds/${build.id}/logs?follow&after=${after}`);
    await followed.received(1);
    expect(outputs(followed)).toEqual(['three']);
  });

  it('hangs when a pending build is canceled', async () => {
    const coder = await startCoder();
    const build = coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'pending' });
    const followed = await follow(coder, `/workspacebuilds/${build.id}/logs?follow`);
    await call(coder, `/workspacebuilds/${build.id}/cancel`, { method: 'PATCH' });
    await call(coder, `/workspacebuilds/${build.id}`);
    expect(followed.socket.readyState).toBe(followed.socket.OPEN);
    expect(coder.sockets()).toEqual({ total: 1, 'build-logs': 1 });
  });

  it("misses the reaper's lines and a completion's warnings, which the plain log has", async () => {
    const coder = await startCoder();
    const build = running(coder);
    coder.control.appendLogs(build, ['one']);
    const followed = await follow(coder, `/workspacebuilds/${build.id}/logs?follow`);
    await followed.received(1);
    coder.control.reap(build);
    await followed.closed;
    expect(followed.messages.length).toBe(1);
    expect((await call(coder, `/workspacebuilds/${build.id}/logs`)).json.length).toBe(6);
  });

  it('closes 1008 on a data message of the client', async () => {
    const coder = await startCoder();
    const followed = await follow(coder, `/workspacebuilds/${running(coder).id}/logs?follow`);
    followed.socket.send('hello');
    expect(await followed.closed).toEqual({ code: 1008, reason: 'unexpected data message' });
  });

  it('pings every 15 s and closes 1001 when no pong comes', async () => {
    const clock = new ManualClock();
    const coder = await startCoder({ clock });
    const build = running(coder);
    const healthy = await follow(coder, `/workspacebuilds/${build.id}/logs?follow`);
    const dead = await follow(coder, `/workspacebuilds/${build.id}/logs?follow`, { autoPong: false });
    const pinged = new Promise((resolve) => healthy.socket.on('ping', resolve));
    clock.advance(15_000);
    await pinged;
    // The pong is on its way before this request's answer.
    await call(coder, '/buildinfo');
    clock.advance(15_000);
    expect(await dead.closed).toEqual({ code: 1001, reason: 'liveness probe failed' });
    expect(healthy.socket.readyState).toBe(healthy.socket.OPEN);
  });

  it('answers 426 in a mixed body without upgrade headers', async () => {
    const coder = await startCoder();
    const answer = await call(coder, `/workspacebuilds/${coder.build('falcon').id}/logs?follow`);
    expect(answer.status).toBe(426);
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
    expect(answer.text).toMatch(/^WebSocket protocol violation.*\n\{"message":"Failed to accept websocket\."/);
  });

  it('refuses a foreign Origin with 403 and takes its own', async () => {
    const coder = await startCoder();
    const path = `/workspacebuilds/${running(coder).id}/logs?follow`;
    await expect(follow(coder, path, { headers: { origin: 'https://evil.example.com' } })).rejects.toThrow('403');
    await follow(coder, path, { headers: { origin: coder.url } });
  });

  it('says 404 before the upgrade to who may not read the build', async () => {
    const coder = await startCoder();
    const path = `/workspacebuilds/${coder.build('atlas-dev').id}/logs?follow`;
    await expect(follow(coder, path, { user: 'omar' })).rejects.toThrow('404');
  });

  it('writes ids beyond 2^53 in full', async () => {
    const coder = await startCoder();
    const build = running(coder);
    coder.store.setNextLogId(9_007_199_254_740_993n);
    coder.control.appendLogs(build, ['big']);
    const plain = await call(coder, `/workspacebuilds/${build.id}/logs?after=9007199254740992`);
    expect(plain.text).toMatch(/^\[\{"id":900719925474099[3-9],/);
  });

  it('takes a log of 20,000 lines', async () => {
    const coder = await startCoder();
    const build = running(coder);
    const followed = await follow(coder, `/workspacebuilds/${build.id}/logs?follow`);
    coder.control.appendLogs(build, 20_000);
    coder.control.succeed(build);
    await followed.closed;
    expect(followed.messages.length).toBe(20_000);
    expect((await call(coder, `/workspacebuilds/${build.id}/logs`)).json.length).toBe(20_000);
  });
});

describe('the plain log', () => {
  it('is text with whole seconds, the word provisioner and unescaped output', async () => {
    const coder = await startCoder({ clock: new ManualClock(Date.UTC(2026, 5, 22, 7, 41, 7, 900)) });
    const build = running(coder);
    coder.control.appendLogs(build, [
      { output: '', source: 'provisioner_daemon', stage: 'Setting up' },
      { output: 'a <b>\nc', level: 'warn', stage: 'Planning Infrastructure' },
    ]);
    const answer = await call(coder, `/workspacebuilds/${build.id}/logs?format=text`);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.text).toBe(
      '2026-06-22T07:41:07Z [info] [provisioner|Setting up] \n' +
        '2026-06-22T07:41:07Z [warn] [provisioner|Planning Infrastructure] a <b>\nc\n',
    );
  });

  it.each([
    ['format=xml&after=x', 'Invalid format parameter.'],
    ['format=text&follow', 'Text format is not supported with follow mode.'],
    ['after=x', 'Query param "after" must be an integer.'],
    ['after=9223372036854775808', 'Query param "after" must be an integer.'],
  ])('refuses %s', async (query, message) => {
    const coder = await startCoder();
    const answer = await call(coder, `/workspacebuilds/${coder.build('falcon').id}/logs?${query}`);
    expect([answer.status, answer.json.message]).toEqual([400, message]);
  });

  it('ignores before, and takes a negative after', async () => {
    const coder = await startCoder();
    const { id, job } = coder.build('falcon');
    const answer = await call(coder, `/workspacebuilds/${id}/logs?before=1&after=-1`);
    expect(answer.json.length).toBe(job.logs.length);
  });

  it('cuts output at 1024 and stages at 128 characters', async () => {
    const coder = await startCoder();
    const build = running(coder);
    coder.control.appendLogs(build, [{ output: 'å'.repeat(2000), stage: 's'.repeat(200) }]);
    const [line] = (await call(coder, `/workspacebuilds/${build.id}/logs`)).json;
    expect([line.output.length, line.stage.length]).toEqual([1024, 128]);
  });

  it('ends with a warning at 1 MiB, while the build goes on', async () => {
    const coder = await startCoder();
    const build = running(coder);
    coder.control.appendLogs(
      build,
      Array.from({ length: 1100 }, () => 'x'.repeat(1024)),
    );
    const log = (await call(coder, `/workspacebuilds/${build.id}/logs`)).json;
    expect(log.at(-1)).toMatchObject({
      log_level: 'warn',
      output:
        'Provisioner logs exceeded the max size of 1MB. Will not continue to write provisioner logs for workspace build.',
    });
    const bytes = log.reduce((sum: number, line: { output: string }) => sum + line.output.length, 0);
    expect(bytes).toBeLessThanOrEqual(1_048_576);
    const read = (await call(coder, `/workspacebuilds/${build.id}`)).json;
    expect([read.status, read.job.logs_overflowed]).toEqual(['starting', true]);
  });
});

describe('an agent log', () => {
  it('is followed in arrays, the first even when empty, until a newer build comes', async () => {
    const coder = await startCoder();
    const build = running(coder);
    coder.control.succeed(build);
    const [agent] = coder.control.agents(build);
    if (agent === undefined) throw new Error('no agent');
    const followed = await follow(coder, `/workspaceagents/${agent.id}/logs?follow&no_compression`);
    await followed.received(1);
    coder.control.appendAgentLogs(agent, [{ output: 'a' }, { output: 'b', level: 'warn' }]);
    await followed.received(2);
    expect(followed.messages[0]).toBe('[]\n');
    expect(JSON.parse(followed.messages[1] ?? '')).toMatchObject([
      { output: 'a', level: 'info' },
      { output: 'b', level: 'warn' },
    ]);
    coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'pending' });
    expect(await followed.closed).toEqual({ code: 1000, reason: '' });
  });

  it('refuses a negative after, and names agent and source in text', async () => {
    const coder = await startCoder();
    const [agent] = coder.control.agents(coder.build('falcon'));
    const refused = await call(coder, `/workspaceagents/${agent?.id}/logs?after=-1`);
    expect([refused.status, refused.json.message]).toEqual([
      400,
      'Query param "after" must be an integer greater than or equal to zero.',
    ]);
    const text = await call(coder, `/workspaceagents/${agent?.id}/logs?format=text`);
    expect(text.text).toContain('[info] [agent.main|Startup Script] ==> Running startup script\n');
  });
});
