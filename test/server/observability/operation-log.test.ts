import { createClient } from 'graphql-ws';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ask, createStub, type Stub } from '../stub-gateway.ts';

const operations = ({ logged }: Stub) => logged.filter(({ msg }) => msg === 'operation');

test('an operation leaves one line: who asked for what, how long it took, what it cost and what failed', async () => {
  const stub = createStub();
  const headers = { 'coder-session-token': 'secret-token', 'x-request-id': 'id-1' };
  await ask(stub, 'query Greet($name: String) { hello(name: $name) coded }', {
    variables: { name: 'secret-variable' },
    headers,
  });
  await ask(stub, '{ hello }');
  await ask(stub, 'mutation { change }', { headers });
  expect(operations(stub)).toEqual([
    {
      level: 30,
      time: expect.any(Number),
      msg: 'operation',
      requestId: 'id-1',
      transport: 'http',
      identity: 'hash of secret-t',
      type: 'query',
      name: 'Greet',
      durationMs: expect.any(Number),
      upstreamCalls: 0,
      upstreamMs: 0,
      codes: ['RATE_LIMITED'],
    },
    expect.objectContaining({ type: 'query', identity: 'hash of undefine', requestId: expect.any(String) }),
    expect.objectContaining({ type: 'mutation' }),
  ]);
  expect(operations(stub)[1]).not.toHaveProperty('name');
  expect(JSON.stringify(stub.logged)).not.toMatch(/secret-(variable|token)/);
});

test.each([
  ['{ hello(', 'GRAPHQL_PARSE_FAILED'],
  ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ['query A { hello } query B { hello }', 'BAD_USER_INPUT'],
])('%s is refused before anything runs, which is one line too', async (document, code) => {
  const stub = createStub();
  await ask(stub, document, { headers: { 'x-request-id': 'id-1' } });
  expect(operations(stub)).toMatchObject([{ requestId: 'id-1', type: 'none', codes: [code] }]);
});

test('an operation beyond a limit is one line, with its name', async () => {
  const stub = createStub({ maxComplexity: 5 });
  await ask(stub, 'query Wide { page(first: 50) { name } }');
  expect(operations(stub)).toMatchObject([{ type: 'query', name: 'Wide', codes: ['OPERATION_TOO_COMPLEX'] }]);
});

test('a subscription is one line at its end, with the number of its events, on both transports', async () => {
  const stub = createStub();
  stub.sources.ticks = async function* () {
    yield 'one';
    yield 'two';
    throw new Error('secret detail');
  };
  await stub.gateway.listen();
  try {
    const { url } = stub.gateway;
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription Ticks { ticks }' }),
    });
    expect(await response.text()).toContain('event: complete');
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    await new Promise<void>((resolve) =>
      client.subscribe(
        { query: 'subscription Ticks { ticks }' },
        { next: () => {}, error: () => resolve(), complete: resolve },
      ),
    );
    await new Promise<void>((resolve) =>
      client.subscribe({ query: '{ nothing }' }, { next: () => {}, error: () => resolve(), complete: resolve }),
    );
    await client.dispose();
  } finally {
    await stub.gateway.close();
  }
  const line = { type: 'subscription', name: 'Ticks', events: 2, codes: ['INTERNAL_SERVER_ERROR'] };
  expect(operations(stub)).toMatchObject([
    { ...line, transport: 'http' },
    { ...line, transport: 'websocket' },
    { type: 'none', transport: 'websocket', codes: ['GRAPHQL_VALIDATION_FAILED'] },
  ]);
});

test('the fast path writes the same line', async () => {
  const stub = createStub();
  await stub.gateway.listen();
  try {
    for (let count = 0; count < 3; count++) {
      const response = await fetch(`${stub.gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-request-id': 'id-1', 'coder-session-token': 'token' },
        body: '{"query":"query Same { hello coded }"}',
      });
      expect(response.headers.get('x-request-id')).toBe('id-1');
      await response.text();
    }
  } finally {
    await stub.gateway.close();
  }
  const lines = operations(stub).map(({ time, durationMs, ...line }) => line);
  expect(lines).toHaveLength(3);
  expect(lines[2]).toEqual(lines[0]);
});
