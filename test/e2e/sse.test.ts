import { describe, expect, it, vi } from 'vitest';
import { followBySse, MULTIPART, SSE, stream } from './sse.ts';
import {
  connect,
  feedQuery,
  follow,
  restLog,
  runningBuild,
  startWorld,
  subscribe,
  until,
  untilAllIsQuiet,
  type World,
} from './support.ts';

const nowhere = '00000000-0000-4000-8000-000000000000';

/** The codes of one subscription over SSE, over multipart and over WebSocket. */
async function onAll({ url }: World, token: string | null, query: string, variables: Record<string, unknown>) {
  const events = stream(url, token, query, variables);
  const parts = stream(url, token, query, variables, { accept: MULTIPART });
  const socket = subscribe(connect(url, token), query, variables);
  await Promise.all([events.finished, parts.finished, socket.finished]);
  const codeOf = ({ errors }: typeof socket) => errors?.[0].extensions.code;
  return { events, parts, socket, codes: [codeOf(events), codeOf(parts), codeOf(socket)] };
}

describe.each([SSE, MULTIPART])('a feed over %s', (accept) => {
  it('should be that of WebSocket', async () => {
    const world = await startWorld();
    const { embedded, url } = world;
    const build = runningBuild(embedded);
    embedded.control.appendLogs(build, 500);
    const events = stream(url, embedded.user('mira').token, feedQuery(), { id: build.id }, { accept });
    const socket = follow(connect(url, embedded.user('mira').token), build);
    await until('the backlog', () => [events, socket].every(({ lines }) => lines.length === 500));
    embedded.control.appendLogs(build, ['two\nlines', '\u001b[31mred\u001b[0m', '', 'data: x\n\nevent: complete']);
    embedded.control.cancel(build);
    await Promise.all([events.finished, socket.finished]);
    expect(events.lines).toEqual(await restLog(embedded, build));
    expect(events.lines).toEqual(socket.lines);
    expect(events.end).toEqual(socket.end);
    expect(events.completed).toBe(true);
    await untilAllIsQuiet(world);
  });

  it('should free everything within a second when the client leaves, also on a silent build', async () => {
    const world = await startWorld();
    const { embedded, url } = world;
    const build = runningBuild(embedded);
    const feed = stream(url, embedded.user('mira').token, feedQuery(), { id: build.id }, { accept });
    await until('the socket', () => embedded.sockets()['build-logs'] === 1);
    feed.stop();
    await untilAllIsQuiet(world, 1_000);
    const { values } = await world.gateway.metrics.openSubscriptions.get();
    expect(values[0]?.value).toBe(0);
  });

  it('should wait for a client that is slow, which then has everything', async () => {
    const { embedded, feeds, url } = await startWorld({ feeds: { windowLines: 200, batchLines: 100 } });
    const build = runningBuild(embedded);
    const read = vi.spyOn(feeds, 'buildLogs');
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    // Each line 25 times over: more than what lies in the buffers between two processes.
    const outputs = Array.from({ length: 25 }, (_, index) => `o${index}: output`).join(' ');
    const slow = stream(
      url,
      embedded.user('mira').token,
      feedQuery(`id ${outputs}`),
      { id: build.id },
      { accept, pace: () => held },
    );
    await until('the socket', () => embedded.sockets()['build-logs'] === 1);
    const next = vi.spyOn(read.mock.results[0]?.value, 'next');
    const quick = followBySse(url, embedded.user('tara').token, build);
    await until('both', () => feeds.stats().logReaders === 2);
    for (let burst = 1; burst <= 20; burst++) {
      embedded.control.appendLogs(
        build,
        Array.from({ length: 100 }, () => 'x'.repeat(500)),
      );
      await until('the lines', () => quick.lines.length === 100 * burst);
    }
    expect(slow.lines).toHaveLength(0);
    expect(next.mock.calls.length).toBeLessThan(15);
    embedded.control.succeed(build);
    await quick.finished;
    goOn();
    await slow.finished;
    expect(slow.completed).toBe(true);
    const truth = await restLog(embedded, build);
    expect(slow.lines.map(({ id, o24 }) => [id, o24])).toEqual(truth.map(({ id, output }) => [id, output]));
    expect(slow.end).toEqual(quick.end);
  });
});

describe('what goes wrong, alike over SSE, multipart and WebSocket', () => {
  it.each([
    ['NOT_FOUND', 'mira', { id: nowhere }],
    ['UNAUTHENTICATED', null, { id: nowhere }],
    ['UNAUTHENTICATED', 'not-a-token', { id: nowhere }],
    ['BAD_USER_INPUT', 'mira', { id: 'no id at all' }],
    ['BAD_USER_INPUT', 'mira', { id: nowhere, after: '1e3' }],
  ])('should be a last event with the code %s, then the end (as %s, of %j)', async (code, user, variables) => {
    const world = await startWorld();
    const token = user === 'mira' ? world.embedded.user(user).token : user;
    const { events, parts, socket, codes } = await onAll(world, token, feedQuery(), variables);
    expect(codes).toEqual([code, code, code]);
    const [error] = events.errors ?? [];
    // Each may have asked Coder for itself.
    const upstream = error?.extensions.upstream && { ...error.extensions.upstream, requestId: expect.any(String) };
    const expected = { ...error, extensions: { ...error?.extensions, code, ...(upstream && { upstream }) } };
    for (const { events: results, completed } of [events, parts, socket]) {
      expect(results).toEqual([{ data: null, errors: [expected] }]);
      expect(completed).toBe(true);
    }
    expect(events.errors).toEqual([{ message: expect.any(String), extensions: expect.objectContaining({ code }) }]);
    if (user === null || code === 'BAD_USER_INPUT') expect(world.calls()).toEqual([]);
    await untilAllIsQuiet(world);
  });

  it('should be told of a build that is hidden from one as of one that is not there', async () => {
    const world = await startWorld();
    const build = runningBuild(world.embedded);
    const { codes } = await onAll(world, world.embedded.user('omar').token, feedQuery(), { id: build.id });
    expect(codes).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
  });

  it.each([
    ['OPERATION_TOO_COMPLEX', { maxDepth: 2 }],
    ['OPERATION_TOO_COMPLEX', { maxComplexity: 10 }],
    ['OPERATION_TOO_COMPLEX', { maxTokens: 20 }],
  ])('should be %s beyond %j, without a feed', async (code, settings) => {
    const world = await startWorld({ settings });
    const build = runningBuild(world.embedded);
    const { codes } = await onAll(world, world.embedded.user('mira').token, feedQuery(), { id: build.id });
    expect(codes).toEqual([code, code, code]);
    expect(world.calls()).toEqual([]);
  });

  it('should be GRAPHQL_VALIDATION_FAILED for a field that is not there', async () => {
    const { codes } = await onAll(await startWorld(), null, 'subscription { buildLogs(buildId: "x") { nope } }', {});
    expect(codes).toEqual(Array.from({ length: 3 }, () => 'GRAPHQL_VALIDATION_FAILED'));
  });
});
