import { describe, expect, it } from 'vitest';
import type { AgentRow } from '../../src/embedded/state/agent-rows.ts';
import type { BuildRow } from '../../src/embedded/state/rows.ts';
import { collect, runningBuild, startWorld, until, type World } from './support.ts';

const logs = '/workspaceagents/{workspaceagent}/logs';

function agentOf(world: World): { agent: AgentRow; build: BuildRow } {
  const build = runningBuild(world);
  world.coder.control.succeed(build);
  const [agent] = world.coder.control.agents(build);
  if (!agent) throw new Error('a build without an agent');
  agent.logs = [];
  return { agent, build };
}

function write({ coder }: World, agent: AgentRow, ...outputs: string[]): void {
  coder.control.appendAgentLogs(
    agent,
    outputs.map((output) => ({ output })),
  );
}

function outputs(reader: { lines: { output: string }[] }): string[] {
  return reader.lines.map(({ output }) => output);
}

function nextBuild({ coder }: World, build: BuildRow): BuildRow {
  const workspace = coder.store.workspace(build.workspaceId);
  return coder.control.createBuild(workspace, {}, { hold: 'running' });
}

describe('an agent’s log', () => {
  it('should come from the beginning, then live, through cuts', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const { agent } = agentOf(world);
    write(world, agent, 'one', 'two');
    const reader = collect(feeds.agentLogs({ agentId: agent.id }, { token }));
    for (let step = 0; step < 5; step++) {
      await until('the socket', () => coder.sockets()['agent-logs'] === 1);
      write(world, agent, `live ${step}`, 'more');
      await until('the lines', () => reader.lines.length === 4 + 2 * step);
      coder.cutAllSockets('agent-logs');
      await until('the cut', () => coder.sockets().total === 0);
    }
    expect(outputs(reader).slice(0, 4)).toEqual(['one', 'two', 'live 0', 'more']);
    expect(new Set(reader.lines.map(({ id }) => id)).size).toBe(12);
  });

  it.each([-7, 0, undefined])('should take %s for the beginning', async (after) => {
    const world = await startWorld();
    const { agent } = agentOf(world);
    write(world, agent, 'one');
    const reader = collect(world.feeds.agentLogs({ agentId: agent.id, after }, { token: world.token }));
    await until('the line', () => reader.lines.length === 1);
    expect(reader.error).toBeUndefined();
  });

  it('should go on when Coder ends the socket early, and end when the agent is gone', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const { agent, build } = agentOf(world);
    write(world, agent, 'before');
    const reader = collect(feeds.agentLogs({ agentId: agent.id }, { token }));
    await until('the socket', () => coder.sockets()['agent-logs'] === 1);
    const next = nextBuild(world, build);
    await until('the early end', () => coder.sockets()['agent-logs'] === undefined);
    write(world, agent, 'shutting', 'down');
    await until('the last lines', () => reader.lines.length === 3);
    expect(reader.ends).toBe(0);
    coder.control.succeed(next);
    await reader.finished;
    expect(reader.error).toBeUndefined();
    expect(reader.ends).toBe(1);
    expect(outputs(reader)).toEqual(['before', 'shutting', 'down']);
    expect(feeds.stats()).toMatchObject({ logFeeds: 0, logReaders: 0, upstreamSockets: 0 });
  });

  it('should go on when the newer build fails, since the agent lives', async () => {
    const world = await startWorld();
    const { coder, feeds, token } = world;
    const { agent, build } = agentOf(world);
    const reader = collect(feeds.agentLogs({ agentId: agent.id }, { token }));
    await until('the socket', () => coder.sockets()['agent-logs'] === 1);
    coder.control.fail(nextBuild(world, build));
    write(world, agent, 'still here');
    await until('the line', () => reader.lines.length === 1);
    expect(reader.ends).toBe(0);
  });

  it('should end several readers together when the agent is gone', async () => {
    const world = await startWorld();
    const { coder, feeds } = world;
    const { agent, build } = agentOf(world);
    const readers = ['mira', 'tara', 'mira'].map((user) =>
      collect(feeds.agentLogs({ agentId: agent.id }, { token: coder.control.addToken(user) })),
    );
    await until('the socket', () => coder.sockets()['agent-logs'] === 1);
    await until('all', () => feeds.stats().logReaders === 3);
    write(world, agent, 'a line');
    await until('the line', () => readers.every(({ lines }) => lines.length === 1));
    coder.control.succeed(nextBuild(world, build));
    await Promise.all(readers.map(({ finished }) => finished));
    for (const { error, ends } of readers) expect([error, ends]).toEqual([undefined, 1]);
  });

  it('should tell a lost right from an agent that is gone', async () => {
    const world = await startWorld({ accessCheckIntervalMs: 100 });
    const { coder, feeds } = world;
    const { agent, build } = agentOf(world);
    const lost = collect(feeds.agentLogs({ agentId: agent.id }, { token: coder.user('tara').token }));
    await until('the socket', () => coder.sockets()['agent-logs'] === 1);
    const kept = collect(feeds.agentLogs({ agentId: agent.id }, { token: coder.user('mira').token }));
    write(world, agent, 'a line');
    await until('the line', () => lost.lines.length === 1 && kept.lines.length === 1);
    coder.faults.add({ route: logs, user: 'tara', respond: { status: 404, body: '{"message":"gone"}' } });
    await lost.finished;
    expect(lost.error).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    expect(kept.done).toBe(false);
    coder.control.succeed(nextBuild(world, build));
    await kept.finished;
    expect([kept.error, kept.ends]).toEqual([undefined, 1]);
  });

  it('should say NOT_FOUND for an agent that is not there, and pass on the batch of a whole backlog', async () => {
    const world = await startWorld();
    const { feeds, token } = world;
    const missing = collect(feeds.agentLogs({ agentId: '11111111-2222-4333-8444-555555555555' }, { token }));
    await missing.finished;
    expect(missing.error).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    const { agent } = agentOf(world);
    // Escaped, this is several MiB in one message.
    for (let block = 0; block < 10; block++)
      write(world, agent, ...Array.from({ length: 100 }, () => '\u0001'.repeat(1_000)));
    const reader = collect(feeds.agentLogs({ agentId: agent.id }, { token }));
    await until('the backlog', () => reader.lines.length === 1_000);
    await until('the socket', () => world.coder.sockets()['agent-logs'] === 1);
  });
});
