import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptedCoding } from '../../../src/server/http/accepted-coding.ts';
import { Compression } from '../../../src/server/http/compression.ts';
import { createStub, type Stub } from '../stub-gateway.ts';

const LONG = `{ ${Array.from({ length: 25 }, (_, index) => `a${index}: hello(name: "${'some name '.repeat(6)}")`).join(' ')} }`;

interface Answered {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

async function send(
  { gateway }: Stub,
  path: string,
  headers: Record<string, string>,
  query?: string,
): Promise<Answered> {
  const method = query === undefined ? 'GET' : 'POST';
  const type = query === undefined ? {} : { 'content-type': 'application/json' };
  const sent = request(`${gateway.url}${path}`, { method, headers: { ...type, ...headers } });
  sent.end(query && JSON.stringify({ query }));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const body = Buffer.concat(await response.toArray());
  return { status: response.statusCode, headers: response.headers, body };
}

const plain = ({ headers, body }: Answered) => {
  if (headers['content-encoding'] === 'br') return brotliDecompressSync(body).toString();
  return (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
};

let stub: Stub;
let bare: Stub;
beforeAll(async () => {
  stub = createStub();
  bare = createStub({ compression: false });
  await Promise.all([stub.gateway.listen(), bare.gateway.listen()]);
});
afterAll(async () => {
  await Promise.all([stub.gateway.close(), bare.gateway.close()]);
});

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0.2, gzip;q=0.8', 'gzip'],
  ['identity', undefined],
  [undefined, undefined],
])('for a client that accepts %s an answer is sent in %s, on both paths', async (accept, coding) => {
  const headers = accept === undefined ? {} : { 'accept-encoding': accept };
  const expected = plain(await send(bare, '/graphql', {}, LONG));
  // From the second on it goes the fast path.
  for (let count = 0; count < 3; count++) {
    const answer = await send(stub, '/graphql', headers, LONG);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-encoding']).toBe(coding);
    expect(answer.headers.vary).toMatch(/\bAccept-Encoding\b/);
    expect(Number(answer.headers['content-length'])).toBe(answer.body.length);
    expect(plain(answer)).toBe(expected);
    if (coding) expect(answer.body.length).toBeLessThan(expected.length / 2);
  }
});

test('small answers, event streams and those of a gateway that is told not to are sent as they are', async () => {
  const headers = { 'accept-encoding': 'gzip, br' };
  for (let count = 0; count < 3; count++) {
    expect((await send(stub, '/graphql', headers, '{ hello }')).headers).toMatchObject({
      'content-length': '32',
      vary: expect.stringContaining('Accept-Encoding'),
    });
    const untouched = await send(bare, '/graphql', headers, LONG);
    expect(untouched.headers['content-encoding']).toBeUndefined();
    expect(untouched.headers.vary).not.toContain('Accept-Encoding');
  }
  stub.sources.ticks = async function* () {
    yield 'x'.repeat(5_000);
  };
  const stream = await send(stub, '/graphql', { ...headers, accept: 'text/event-stream' }, 'subscription { ticks }');
  expect(stream.headers['content-encoding']).toBeUndefined();
  expect(stream.body.toString()).toContain('xxxxx');
});

test('the validator of an answer is the same in all codings', async () => {
  const path = `/graphql?query=${encodeURIComponent(LONG)}`;
  const first = await send(stub, path, { 'accept-encoding': 'br' });
  expect(first.headers['content-encoding']).toBe('br');
  const etag = String(first.headers.etag);
  expect(etag).toMatch(/^W\//);
  expect((await send(stub, path, {})).headers.etag).toBe(etag);
  const again = await send(stub, path, { 'accept-encoding': 'br', 'if-none-match': etag });
  expect(again).toMatchObject({ status: 304, headers: { vary: expect.stringContaining('Accept-Encoding') } });
  expect(again.body).toHaveLength(0);
});

test.each([
  ['*', 'br'],
  ['*;q=0', undefined],
  ['gzip;q=0, *', 'br'],
  ['GZIP', 'gzip'],
  ['br;q=nonsense', undefined],
  ['', undefined],
])('Accept-Encoding: %s takes %s', (accept, coding) => {
  expect(acceptedCoding(accept)).toBe(coding);
});

test('what does not get smaller, or what is beyond the budget, is sent as it is', async () => {
  const compression = new Compression();
  const random = crypto.getRandomValues(new Uint8Array(50_000));
  expect(await compression.compress(random, 'gzip')).toBeUndefined();
  const large = Buffer.alloc(20 * 1024 * 1024, 'a');
  const [one, other] = [compression.compress(large, 'gzip'), compression.compress(large, 'gzip')];
  expect(other).toBeUndefined();
  expect((await one)?.coding).toBe('gzip');
  expect(await compression.compress(large, 'br')).toMatchObject({ coding: 'br' });
});
