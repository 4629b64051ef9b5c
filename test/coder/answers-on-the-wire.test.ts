import { describe, expect, it } from 'vitest';
import { endpoints } from '../../src/coder/endpoints.ts';
import type { UpstreamError } from '../../src/coder/response/failures.ts';
import { startRawUpstream } from './raw-upstream.ts';
import { clientOf, TOKEN } from './upstream.ts';

const user = JSON.stringify({
  id: '820683d3-6842-4ccc-bae9-b3a66af12b6c',
  username: 'mira',
  email: 'mira@example.com',
});
const GOOD = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${user.length}\r\n\r\n${user}`;

function read(url: URL, causes: Error[] = []) {
  const client = clientOf(url, { onUnanswered: (cause) => causes.push(cause) });
  return client.session({ token: TOKEN, maxCalls: 100 }).call(endpoints.user, { path: { user: 'me' } });
}

describe('an answer that is not HTTP as it should be', () => {
  it.each([
    ['headers without end', `HTTP/1.1 200 OK\r\n${`x-filler: ${'y'.repeat(1_000)}\r\n`.repeat(100)}\r\n`],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}x'],
    [
      'a length and chunks',
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
    ],
    ['a bad chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
    [
      'an upgrade that nobody asked for',
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n',
    ],
  ])('%s: it is a bad response, asked for once, and the operator is told why', async (_, answer) => {
    const { url, requests } = await startRawUpstream(() => answer);
    const causes: Error[] = [];
    const error = (await read(url, causes).catch((reason: unknown) => reason)) as UpstreamError;
    expect(error.code).toBe('UPSTREAM_BAD_RESPONSE');
    expect(error.transient).toBe(false);
    expect(requests).toHaveLength(1);
    expect(causes).toHaveLength(1);
  });

  it('opens no circuit breaker', async () => {
    const { url, requests } = await startRawUpstream(
      () => 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}x',
    );
    const client = clientOf(url);
    const session = client.session({ token: TOKEN, maxCalls: 100 });
    for (let index = 0; index < 20; index++)
      await session.call(endpoints.user, { path: { user: `user${index}` } }).catch(() => {});
    expect(requests).toHaveLength(20);
  });
});

describe('an interim answer', () => {
  it.each([
    ['100 Continue', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['100 Continue with a header', 'HTTP/1.1 100 Continue\r\nserver: odd\r\n\r\n'],
    ['two of 100', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n'],
    ['103 Early Hints', 'HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n'],
  ])('%s is passed over, on each use of the connection', async (_, interim) => {
    const { url, requests } = await startRawUpstream(() => interim + GOOD);
    const session = clientOf(url, { concurrency: 1 }).session({ token: TOKEN, maxCalls: 100 });
    for (const name of ['me', 'mira', 'again'])
      expect(await session.call(endpoints.user, { path: { user: name } })).toMatchObject({ username: 'mira' });
    expect(requests).toHaveLength(3);
  });

  it('is passed over in the smallest pieces', async () => {
    const { url } = await startRawUpstream(() => [...`HTTP/1.1 100 Continue\r\n\r\n${GOOD}`]);
    expect(await read(url)).toMatchObject({ username: 'mira' });
  });
});

describe('the id that Coder gave a request', () => {
  it.each([
    ['11111111-2222-4333-8444-555555555555', '11111111-2222-4333-8444-555555555555'],
    ['a'.repeat(128), 'a'.repeat(128)],
    ['a'.repeat(129), undefined],
    ['é', undefined],
    ['two words', undefined],
  ])('is told with a refusal, if it may be one: %.40s', async (id, told) => {
    const body = '{"message":"no"}';
    const { url } = await startRawUpstream(
      () => `HTTP/1.1 403 Forbidden\r\nx-coder-request-id: ${id}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    const error = (await read(url).catch((reason: unknown) => reason)) as UpstreamError;
    expect(error.extensions).toEqual({
      code: 'FORBIDDEN',
      upstream: { status: 403, ...(told !== undefined && { requestId: told }) },
    });
  });
});
