import { createClient } from 'graphql-ws';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Settings } from '../../../src/config.ts';
import { createStub } from '../stub-gateway.ts';

async function serve(settings: Partial<Settings>) {
  const stub = createStub(settings);
  stub.sources.ticks = async function* () {
    yield* ['one', 'two', 'three'];
  };
  await stub.gateway.listen();
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  const url = `${stub.gateway.url}/graphql`;
  const post = async (query: string, token?: string, accept = 'application/json') => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...(token && { 'coder-session-token': token }) },
      body: JSON.stringify({ query }),
    });
    const text = await response.text();
    const code = /"code":"(\w+)"/.exec(text)?.[1];
    return { status: response.status, code, text, header: (name: string) => response.headers.get(name) };
  };
  return { stub, url, post };
}

const LIMITED = { status: 429, code: 'RATE_LIMITED' };

test('an HTTP client is told how many operations are left, and refused when none is', async () => {
  const { post } = await serve({ rateOperations: 3, rateComplexity: 1_000 });
  const first = await post('{ hello }', 'a');
  expect(first).toMatchObject({ status: 200, text: '{"data":{"hello":"hello world"}}' });
  expect(first.header('ratelimit')).toBe('"operations";r=2;t=20, "complexity";r=999;t=1');
  expect(first.header('ratelimit-policy')).toBe('"operations";q=3;w=60, "complexity";q=1000;w=60');
  await post('{ hello }', 'a');
  await post('{ hello }', 'a');
  const refused = await post('{ hello }', 'a');
  expect(refused).toMatchObject(LIMITED);
  const retryAfter = Number(refused.header('retry-after'));
  expect(retryAfter).toBeGreaterThan(0);
  expect(JSON.parse(refused.text).errors[0]).toMatchObject({
    message: `More than 3 operations in a minute (GATEWAY_RATE_OPERATIONS); try again in ${retryAfter} s.`,
    extensions: { retryAfter },
  });
  expect(refused.header('ratelimit')).toMatch(/^"operations";r=0;t=\d+, /);
  expect(await post('{ hello }', 'b')).toMatchObject({ status: 200, code: undefined });
});

test('a page of another origin may read what is left, and when to come back', async () => {
  const { url } = await serve({ rateOperations: 1, allowedOrigins: ['https://app.example.com'] });
  const send = () =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://app.example.com' },
      body: JSON.stringify({ query: '{ hello }' }),
    });
  await send();
  const { status, headers } = await send();
  expect(status).toBe(429);
  const readable = headers.get('access-control-expose-headers')?.toLowerCase().split(', ');
  for (const name of ['ratelimit', 'ratelimit-policy', 'retry-after']) {
    expect(headers.get(name)).not.toBeNull();
    expect(readable).toContain(name);
  }
});

test('what cannot be parsed or is not valid counts as well', async () => {
  const { post } = await serve({ rateOperations: 2 });
  expect(await post('{', 'a')).toMatchObject({ code: 'GRAPHQL_PARSE_FAILED' });
  expect(await post('{ nothing }', 'a')).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
  expect(await post('{ hello }', 'a')).toMatchObject(LIMITED);
});

test('complexity counts by itself', async () => {
  const { post } = await serve({ rateComplexity: 100 });
  expect(await post('{ page(first: 60) { name } }', 'a')).toMatchObject({ status: 200 });
  const refused = await post('{ page(first: 60) { name } }', 'a');
  expect(refused).toMatchObject(LIMITED);
  expect(refused.text).toContain('More than 100 of complexity in a minute (GATEWAY_RATE_COMPLEXITY)');
  expect(await post('{ hello }', 'a')).toMatchObject({ status: 200 });
});

test('callers whom Coder does not know share what their address has', async () => {
  const { post } = await serve({ rateOperations: 2 });
  expect(await post('{ hello }')).toMatchObject({ status: 200 });
  expect(await post('{ hello }', 'unknown one')).toMatchObject({ status: 200 });
  expect(await post('{ hello }', 'unknown two')).toMatchObject(LIMITED);
  expect(await post('{ hello }', 'a')).toMatchObject({ status: 200 });
});

test('an event stream counts once, whatever it carries', async () => {
  const { post } = await serve({ rateOperations: 2 });
  for (let index = 0; index < 2; index++) {
    const stream = await post('subscription { ticks }', 'a', 'text/event-stream');
    expect(stream).toMatchObject({ status: 200, code: undefined });
    expect(stream.text).toContain('three in');
    expect(stream.header('ratelimit')).toMatch(/^"operations";r=\d/);
  }
  expect(await post('subscription { ticks }', 'a', 'text/event-stream')).toMatchObject({ code: 'RATE_LIMITED' });
});

test('each subscribe message of a socket counts', async () => {
  const { url } = await serve({ rateOperations: 20 });
  const client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { 'Coder-Session-Token': 'a' },
  });
  onTestFinished(() => client.terminate());
  const outcomes = await Promise.all(
    Array.from(
      { length: 30 },
      () =>
        new Promise<string>((resolve) => {
          const code = (errors: unknown) => (errors as { extensions?: { code?: string } }[])[0]?.extensions?.code;
          const error = (errors: unknown) => resolve(code(errors) ?? 'none');
          const stop = client.subscribe(
            { query: 'subscription { ticks }' },
            {
              next: () => {
                resolve('next');
                stop();
              },
              error,
              complete: () => {},
            },
          );
        }),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'next')).toHaveLength(20);
  expect(outcomes.filter((outcome) => outcome === 'RATE_LIMITED')).toHaveLength(10);
});

test('nothing is limited with 0', async () => {
  const { post } = await serve({ rateOperations: 0, rateComplexity: 0 });
  const answer = await post('{ hello }', 'a');
  expect([answer.header('ratelimit'), answer.header('ratelimit-policy')]).toEqual([null, null]);
});
