import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createTracing } from '../../../src/server/observability/otlp-tracing.ts';
import { connect, follow, runningBuild, startWorld, subscribe, until } from '../../e2e/support.ts';
import { startCollector } from './collector.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CLIENT = 'b7ad6b7169203331';
const traceparent = `00-${TRACE}-${CLIENT}-01`;

async function startTraced() {
  const collector = await startCollector();
  const log = pino({ level: 'silent' });
  const tracing = createTracing({ endpoint: new URL(`${collector.url}/`), version: '1.2.3', log });
  onTestFinished(() => tracing.close());
  const world = await startWorld({ tracer: tracing });
  const { embedded } = world;
  const { token } = embedded.user('mira');
  const ask = async (query: string, headers: Record<string, string> = {}) => {
    const response = await fetch(world.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'coder-session-token': token, ...headers },
      body: JSON.stringify({ query }),
    });
    return response.json();
  };
  return { ...world, collector, tracing, token, ask };
}

test('an operation is a span of its client’s trace, with its calls of Coder below it', async () => {
  const { collector, tracing, embedded, token, ask } = await startTraced();
  embedded.clearRequests();
  // The third goes the fast path.
  for (let count = 0; count < 3; count++)
    await ask('query Me { viewer { username } }', { traceparent, 'x-request-id': 'id-1' });
  await tracing.close();
  expect(collector.resource).toMatchObject({ 'service.name': 'coder-graphql', 'service.version': '1.2.3' });
  const operations = collector.spans.filter(({ name }) => name === 'query');
  const calls = collector.spans.filter(({ name }) => name === 'GET /users/{user}');
  expect(operations).toHaveLength(3);
  expect(calls).toHaveLength(3);
  for (const [index, operation] of operations.entries()) {
    expect(operation).toMatchObject({
      traceId: TRACE,
      parentSpanId: CLIENT,
      kind: 2,
      failed: false,
      attributes: {
        'graphql.operation.type': 'query',
        'graphql.operation.name': 'Me',
        'coder_graphql.request_id': 'id-1',
      },
    });
    const call = calls[index];
    expect(call).toMatchObject({
      traceId: TRACE,
      parentSpanId: operation.spanId,
      kind: 3,
      attributes: { 'http.request.method': 'GET', 'url.template': '/users/{user}', 'http.response.status_code': 200 },
    });
    expect(embedded.requests[index]?.headers.traceparent).toBe(`00-${TRACE}-${call?.spanId}-01`);
  }
  expect(collector.bodies.join()).not.toContain(token);
});

test('what fails says with which code, each attempt alone, and no id, no value and no token leaves', async () => {
  const { collector, tracing, embedded, token, ask } = await startTraced();
  const { id } = embedded.build('atlas-dev');
  embedded.faults.add({ route: '/workspacebuilds/{workspacebuild}', respond: { status: 503, body: 'secret body' } });
  await ask(`{ build(id: "${id}") { status } }`, { traceparent: 'nonsense' });
  await ask('{ nothing }');
  await tracing.close();
  const [operation, ...others] = collector.spans.filter(({ kind }) => kind === 2);
  expect(others).toEqual([]);
  expect(operation).toMatchObject({
    failed: true,
    attributes: { 'error.type': 'UPSTREAM_UNAVAILABLE', 'coder_graphql.error_codes': 'UPSTREAM_UNAVAILABLE' },
  });
  expect(operation?.traceId).toMatch(/^[0-9a-f]{32}$/);
  const calls = collector.spans.filter(({ kind }) => kind === 3);
  expect(calls).toHaveLength(3);
  for (const call of calls) {
    expect(call).toMatchObject({ failed: true, parentSpanId: operation?.spanId });
    expect(call.attributes).toMatchObject({ 'http.response.status_code': 503, 'error.type': 'UPSTREAM_UNAVAILABLE' });
  }
  for (const secret of [id, token, 'secret body']) expect(collector.bodies.join()).not.toContain(secret);
});

test('the span of an answer in parts is over with the last of them, and has what failed there', async () => {
  const { collector, tracing, embedded, token, url } = await startTraced();
  const { id } = embedded.build('atlas-dev');
  embedded.faults.add({ route: '/workspacebuilds/{workspacebuild}', respond: { status: 503 } });
  const query = `{ __typename ... @defer { build(id: "${id}") { status } } }`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'multipart/mixed', 'coder-session-token': token },
    body: JSON.stringify({ query }),
  });
  expect(await answer.text()).toContain('UPSTREAM_UNAVAILABLE');
  await tracing.close();
  expect(collector.spans.filter(({ kind }) => kind === 2)).toMatchObject([
    { name: 'query', failed: true, attributes: { 'coder_graphql.error_codes': 'UPSTREAM_UNAVAILABLE' } },
  ]);
});

test('a followed log is one span however many read it, with an event for each resume; so is each subscription', async () => {
  const { collector, tracing, embedded, feeds: upstream, url, token } = await startTraced();
  const build = runningBuild(embedded);
  embedded.control.appendLogs(build, 10);
  const client = connect(url, token, { connectionParams: { 'Coder-Session-Token': token, traceparent } });
  const feeds = [follow(client, build), follow(client, build)];
  await until('the lines', () => feeds.every(({ lines }) => lines.length === 10));
  await until('the socket', () => embedded.sockets().total === 1);
  embedded.cutAllSockets();
  await until('another socket', () => upstream.counts.resumes.lost === 1 && embedded.sockets().total === 1);
  const failed = subscribe(client, 'subscription { buildLogs(buildId: "nonsense") { __typename } }');
  await failed.finished;
  embedded.control.succeed(build);
  await Promise.all(feeds.map(({ finished }) => finished));
  await tracing.close();
  const subscriptions = collector.spans.filter(({ name }) => name === 'subscription');
  expect(subscriptions).toHaveLength(3);
  for (const { traceId, parentSpanId } of subscriptions) expect([traceId, parentSpanId]).toEqual([TRACE, CLIENT]);
  expect(subscriptions.map(({ attributes }) => attributes['error.type'] ?? 'ok').sort()).toEqual([
    'BAD_USER_INPUT',
    'ok',
    'ok',
  ]);
  const logs = collector.spans.filter(({ name }) => name === 'follow log');
  expect(logs).toHaveLength(1);
  expect(logs[0]).toMatchObject({
    failed: false,
    attributes: { 'coder_graphql.log': 'build' },
    events: [{ name: 'resume', attributes: { reason: 'lost' } }],
  });
});
