import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type Endpoint, endpoints } from '../../src/coder/endpoints.ts';
import { UpstreamError } from '../../src/coder/response/failures.ts';
import { ID, me, session, user, write } from './calls.ts';
import { clientOf, deferred, json, startUpstream, TOKEN } from './upstream.ts';

async function failure(promise: Promise<unknown>): Promise<UpstreamError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UpstreamError)) throw new Error(`Expected an UpstreamError, got ${String(error)}`);
  return error;
}

describe('a request', () => {
  it('carries the token, one User-Agent, and nothing of the caller besides', async () => {
    const { url, requests } = await startUpstream((_, response) => json(response, user));
    await me(clientOf(url));
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /api/v2/users/me']);
    const { host, connection, ...headers } = requests[0]?.headers ?? {};
    expect(headers).toEqual({
      accept: 'application/json',
      'accept-encoding': 'identity',
      'coder-session-token': TOKEN,
      'user-agent': 'coder-graphql/test',
    });
  });

  it.each(['/coder', '/coder/', '/a/b//'])('keeps the path prefix %s of the base URL', async (prefix) => {
    const { url, requests } = await startUpstream((_, response) => json(response, user));
    await me(clientOf(new URL(prefix, url)));
    expect(requests[0]?.url).toBe(`${prefix.replace(/\/+$/, '')}/api/v2/users/me`);
  });

  it('sends a body as JSON', async () => {
    const received = deferred<string>();
    const { url, requests } = await startUpstream((request, response) => {
      request.setEncoding('utf8').on('data', received.resolve);
      json(response, { message: 'no' }, 409);
    });
    await failure(write(clientOf(url)));
    expect(await received.promise).toBe('{"transition":"start"}');
    expect(requests[0]?.headers['content-type']).toBe('application/json');
  });
});

describe('a token', () => {
  it.each([undefined, '', 'a b', 'a\r\nb: c', 'ä'.repeat(10), '\u0000'])(
    '%j is refused without a call',
    async (token) => {
      const { url, requests } = await startUpstream((_, response) => json(response, user));
      const asking = clientOf(url)
        .session({ token, maxCalls: 9 })
        .call(endpoints.user, { path: { user: 'me' } });
      await expect(asking).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
      expect(requests).toHaveLength(0);
    },
  );

  it('makes an identity that says nothing of it', async () => {
    const { url } = await startUpstream((_, response) => json(response, user));
    const [one, other] = [clientOf(url), clientOf(url)];
    expect(one.identity(TOKEN)).toBe(one.identity(TOKEN));
    expect(one.identity(TOKEN)).not.toBe(one.identity(`${TOKEN}x`));
    expect(one.identity(TOKEN)).not.toBe(other.identity(TOKEN));
    expect(one.identity(TOKEN)).not.toContain(TOKEN.slice(0, 6));
    expect(one.identity(undefined)).toBe('anonymous');
  });
});

describe('retries', () => {
  it.each([502, 503, 504])('a GET is tried again after %d', async (status) => {
    let tries = 0;
    const { url } = await startUpstream((_, response) =>
      ++tries < 3 ? json(response, {}, status) : json(response, user),
    );
    expect(await me(clientOf(url))).toMatchObject(user);
    expect(tries).toBe(3);
  });

  it('a GET is tried again when the connection breaks', async () => {
    let tries = 0;
    const { url } = await startUpstream((request, response) =>
      ++tries === 1 ? request.socket.destroy() : json(response, user),
    );
    expect(await me(clientOf(url))).toMatchObject(user);
  });

  it('end after the third time', async () => {
    const { url, requests } = await startUpstream((_, response) => json(response, {}, 503));
    expect(await failure(me(clientOf(url)))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', status: 503 });
    expect(requests).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 409, 429, 500])('none is made after %d', async (status) => {
    const { url, requests } = await startUpstream((_, response) => json(response, { message: 'no' }, status));
    expect(await failure(me(clientOf(url)))).toMatchObject({ status });
    expect(requests).toHaveLength(1);
  });

  it('a write is never tried again', async () => {
    const { url, requests } = await startUpstream((_, response) => json(response, {}, 503));
    await failure(write(clientOf(url)));
    expect(requests).toHaveLength(1);
  });

  it('share one deadline', async () => {
    let tries = 0;
    const { url } = await startUpstream((_, response) => {
      if (++tries === 1) json(response, {}, 503);
    });
    const error = await failure(me(clientOf(url, { timeoutMs: 400 })));
    expect(error).toMatchObject({ code: 'UPSTREAM_TIMEOUT', message: 'Coder did not answer within 400 ms.' });
    expect(tries).toBe(2);
  });

  it('each spend of the budget', async () => {
    const { url, requests } = await startUpstream((_, response) => json(response, {}, 503));
    await expect(me(clientOf(url), { maxCalls: 2 })).rejects.toMatchObject({
      extensions: { code: 'UPSTREAM_CALL_LIMIT', limit: 2 },
    });
    expect(requests).toHaveLength(2);
  });
});

describe('answers', () => {
  it.each<[string, string, (response: ServerResponse) => void]>([
    ['not JSON', 'The answer of Coder is not JSON.', (response) => response.end('{"id":')],
    ['an empty body', 'The answer of Coder is not JSON.', (response) => response.end()],
    [
      'a web page',
      'Coder answered with a web page. Is CODER_URL its address?',
      (response) => response.setHeader('content-type', 'text/html; charset=utf-8').end('<html>secret</html>'),
    ],
    [
      'announced as too large',
      'The answer of Coder is larger than 1 MiB (GATEWAY_MAX_RESPONSE_MB).',
      (response) => response.setHeader('content-length', 1024 * 1024 + 1).write('{'),
    ],
    [
      'too large without saying so',
      'The answer of Coder is larger than 1 MiB (GATEWAY_MAX_RESPONSE_MB).',
      (response) => {
        response.flushHeaders();
        response.write('x'.repeat(1024 * 1024));
        response.write('x');
      },
    ],
  ])('%s is a bad response', async (_, message, answer) => {
    const { url, requests } = await startUpstream((_, response) => {
      response.setHeader('x-coder-request-id', 'request-1');
      answer(response);
    });
    const error = await failure(me(clientOf(url)));
    expect(error).toMatchObject({
      code: 'UPSTREAM_BAD_RESPONSE',
      message,
      extensions: { upstream: { status: 200, requestId: 'request-1' } },
    });
    expect(requests).toHaveLength(1);
  });

  it.each<Endpoint<'/workspacebuilds/{workspacebuild}/logs' | '/workspacebuilds/{workspacebuild}/state'>>([
    endpoints.buildLogText,
    endpoints.state,
  ])('a web page is neither text nor state', async (endpoint) => {
    const { url } = await startUpstream((_, response) => {
      response.setHeader('content-type', 'text/html').end('<html>Sign in</html>');
    });
    const asking = session(clientOf(url)).call(endpoint, { path: { workspacebuild: ID } });
    expect((await failure(asking)).code).toBe('UPSTREAM_BAD_RESPONSE');
  });

  it('cut in the middle of the body are no answer', async () => {
    const { url, requests } = await startUpstream((request, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('{"id":', () => request.socket.destroy());
    });
    expect(await failure(me(clientOf(url)))).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: 'Coder could not be reached, or closed the connection.',
    });
    expect(requests).toHaveLength(3);
  });

  it.each([301, 302, 307, 308])('the redirect %d is not followed', async (status) => {
    const { url, requests } = await startUpstream((_, response) =>
      response.writeHead(status, { location: '/elsewhere' }).end(),
    );
    expect(await failure(me(clientOf(url)))).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: `Coder redirected (${status}); redirects are not followed. Is CODER_URL the final address?`,
    });
    expect(requests).toHaveLength(1);
  });

  it('that do not come are a timeout', async () => {
    const { url, requests } = await startUpstream(() => {});
    expect((await failure(me(clientOf(url, { timeoutMs: 500 })))).code).toBe('UPSTREAM_TIMEOUT');
    expect(requests).toHaveLength(1);
  });

  it('whose body never ends are a timeout', async () => {
    const { url } = await startUpstream((_, response) => {
      response.writeHead(200).write('{');
    });
    expect((await failure(me(clientOf(url, { timeoutMs: 40 })))).code).toBe('UPSTREAM_TIMEOUT');
  });

  it('a closed port is no answer', async () => {
    const { url, close } = await startUpstream(() => {});
    await close();
    expect(await failure(me(clientOf(url)))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', unsent: true });
  });
});

it('has no more requests in flight than the concurrency says', async () => {
  const waiting: (() => void)[] = [];
  let most = 0;
  const { url, requests } = await startUpstream((_, response) => {
    waiting.push(() => json(response, user));
    if (waiting.length < 3 && requests.length < 40) return;
    // A few turns of the event loop, so that whatever may come besides does.
    setImmediate(() =>
      setImmediate(() => {
        most = Math.max(most, waiting.length);
        for (const answer of waiting.splice(0)) answer();
      }),
    );
  });
  const client = clientOf(url, { concurrency: 3 });
  const someone = session(client);
  await Promise.all(
    Array.from({ length: 40 }, (_, index) => someone.call(endpoints.user, { path: { user: `user-${index}` } })),
  );
  expect(requests).toHaveLength(40);
  expect(most).toBe(3);
});

it('refuses calls beyond the budget of a session, without making them', async () => {
  const { url, requests } = await startUpstream((_, response) => json(response, user));
  const poor = session(clientOf(url), { maxCalls: 2 });
  const reads = ['a', 'b', 'c', 'd'].map((name) => poor.call(endpoints.user, { path: { user: name } }));
  const outcomes = await Promise.allSettled(reads);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
  expect(requests).toHaveLength(2);
});

it('says of a write that it was not sent when TLS does not come about', async () => {
  const { url, requests } = await startUpstream((_, response) => json(response, user));
  const client = clientOf(new URL(url.href.replace('http:', 'https:')));
  await expect(write(client)).rejects.toMatchObject({
    unsent: true,
    extensions: { code: 'UPSTREAM_UNAVAILABLE' },
  });
  expect(requests).toEqual([]);
});

it('honors the limit of rates that Coder gives, for this identity and path only', async () => {
  let limited = true;
  const { url, requests } = await startUpstream((request, response) => {
    if (limited && request.url?.startsWith('/api/v2/users/me')) {
      response.setHeader('retry-after', '1');
      json(response, { message: 'Slow down.' }, 429);
    } else json(response, user);
  });
  const client = clientOf(url);
  await expect(me(client)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1, status: 429 });
  await expect(me(client)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1, unsent: true });
  expect(requests).toHaveLength(1);
  // Coder has a limit for each path.
  expect(await session(client).call(endpoints.user, { path: { user: 'mira' } })).toMatchObject(user);
  limited = false;
  expect(await me(client, { token: 'AnotherTok-testSecret0123456789An' })).toMatchObject(user);
  expect(requests).toHaveLength(3);
  await expect.poll(() => me(client).catch(() => undefined), { timeout: 5_000 }).toMatchObject(user);
  expect(requests).toHaveLength(4);
});
