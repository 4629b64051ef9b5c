import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startGateway } from '../../../support.ts';
import { ask, createStub } from '../../stub-gateway.ts';

const endpoint = 'http://127.0.0.1:4000/graphql';

function asking({ gateway } = createStub()) {
  return (query: string, headers: Record<string, string> = {}, method = 'GET') =>
    gateway.pipeline.fetch(`${endpoint}?query=${encodeURIComponent(query)}`, { method, headers });
}

describe('a query by GET', () => {
  test('has a tag, for this caller and for its cache alone', async () => {
    const response = await asking()('{ hello }');
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toMatch(/^W\/"[\w-]+"$/);
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    expect(response.headers.get('vary')?.split(/, */)).toEqual(
      expect.arrayContaining(['Accept', 'Authorization', 'Coder-Session-Token', 'Origin']),
    );
    expect(await response.json()).toEqual({ data: { hello: 'hello world' } });
  });

  test.each(['GET', 'HEAD'])('is 304 without a body for a %s that names the tag', async (method) => {
    const send = asking();
    const first = await send('{ hello }', {}, method);
    const etag = first.headers.get('etag') ?? '';
    const second = await send('{ hello }', { 'if-none-match': etag }, method);
    expect(second.status).toBe(304);
    expect(await second.text()).toBe('');
    for (const name of ['etag', 'cache-control', 'vary', 'x-content-type-options']) {
      expect(second.headers.get(name), name).toBe(first.headers.get(name));
    }
    expect(second.headers.get('x-request-id')).toBeTruthy();
    expect((await send('{ hello }', { 'if-none-match': 'W/"other"' }, method)).status).toBe(200);
  });

  test('has another tag for another media type', async () => {
    const send = asking();
    const etag = (await send('{ hello }')).headers.get('etag') ?? '';
    const other = await send('{ hello }', { accept: 'application/graphql-response+json', 'if-none-match': etag });
    expect(other.status).toBe(200);
    expect(other.headers.get('etag')).not.toBe(etag);
  });
});

test.each([
  ['an error of a field', '{ fails }'],
  ['an error beside data', '{ hello fails }'],
  ['a document that cannot be parsed', '{'],
  ['a mutation', 'mutation { change }'],
])('%s has no tag, whatever the client has', async (_, query) => {
  const response = await asking()(query, { 'if-none-match': '*' });
  expect(response.headers.get('etag')).toBeNull();
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.status).not.toBe(304);
});

test('a POST has no tag and is not kept', async () => {
  const { headers, status } = await ask(createStub(), '{ hello }', { headers: { 'if-none-match': '*' } });
  expect([status, headers.get('etag'), headers.get('cache-control')]).toEqual([200, null, 'no-store']);
});

test('an event stream has no tag', async () => {
  const response = await asking()('subscription { ticks }', { accept: 'text/event-stream', 'if-none-match': '*' });
  expect([response.status, response.headers.get('etag')]).toEqual([200, null]);
  await response.body?.cancel();
});

test('a page of an allowed origin may read the tag', async () => {
  const send = asking(createStub({ allowedOrigins: ['https://app.example.com'] }));
  const { headers } = await send('{ hello }', { origin: 'https://app.example.com' });
  expect(headers.get('access-control-expose-headers')).toContain('ETag');
});

/** What a client sees on the wire. */
async function wire(url: string, headers: Record<string, string>) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    get(url, { headers, agent: false }, resolve).on('error', reject),
  );
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) };
}

/** A proxy that compresses, and marks the tag as Apache does. */
async function compressingProxy(target: string): Promise<string> {
  const server = createServer(async (request, response) => {
    const { status = 502, headers, body } = await wire(`${target}${request.url}`, request.headers as never);
    if (status !== 200 || headers.etag === undefined) {
      response.writeHead(status, headers).end(body);
      return;
    }
    const packed = gzipSync(body);
    const etag = headers.etag.replace(/"$/, '-gzip"');
    response.writeHead(200, { ...headers, etag, 'content-encoding': 'gzip', 'content-length': packed.length });
    response.end(packed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('over the wire', () => {
  test('an unchanged page is 304, also behind a proxy that compresses, for each caller its own', async () => {
    const { gateway, embedded } = await startGateway();
    await gateway.listen();
    const url = `${await compressingProxy(new URL(gateway.url).origin)}/graphql?query=${encodeURIComponent('{ workspaces(first: 3) { totalCount nodes { name lastUsedAt } } }')}`;
    const as = (user: string, etag?: string) =>
      wire(url, { 'coder-session-token': embedded.user(user).token, ...(etag && { 'if-none-match': etag }) });
    const mira = await as('mira');
    const etag = String(mira.headers.etag);
    expect(mira.status).toBe(200);
    const again = await as('mira', etag);
    expect([again.status, again.body.length]).toEqual([304, 0]);
    expect((await as('omar', etag)).status).toBe(200);
    expect((await wire(url, { 'if-none-match': etag })).headers.etag).toBeUndefined();
    embedded.control.createRunningWorkspaces(1);
    expect((await as('mira', etag)).status).toBe(200);
  });

  test('HEAD says of the answer what GET says', async () => {
    const { gateway, embedded } = await startGateway();
    await gateway.listen();
    const headers = { 'coder-session-token': embedded.user('mira').token };
    const url = `${gateway.url}/graphql?query=${encodeURIComponent('{ viewer { username } }')}`;
    const [got, head] = [await fetch(url, { headers }), await fetch(url, { headers, method: 'HEAD' })];
    expect(head.headers.get('etag')).toBe(got.headers.get('etag'));
    const known = { ...headers, 'if-none-match': String(got.headers.get('etag')) };
    expect((await fetch(url, { headers: known, method: 'HEAD' })).status).toBe(304);
  });
});
