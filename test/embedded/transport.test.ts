import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/embedded/testing/manual-clock.ts';
import { type Answer, call, startCoder } from './support.ts';

const SIGNED_OUT = 'You are signed out or your session has expired. Please sign in again to continue.';

describe('a token', () => {
  it('is wanted, with a challenge that says expired', async () => {
    const coder = await startCoder();
    const answer = await call(coder, '/workspaces', { user: null });
    expect([answer.status, answer.json]).toEqual([
      401,
      { message: SIGNED_OUT, detail: 'Cookie "coder_session_token" or query parameter must be provided.' },
    ]);
    expect(answer.headers['www-authenticate']).toBe(
      `Bearer realm="coder", error="invalid_token", error_description="The access token has expired", resource_metadata="${coder.url}/.well-known/oauth-protected-resource"`,
    );
  });

  it.each([
    ['a', 'Invalid API key format: incorrect amount of API key parts, expected 2 got 1'],
    ['a-b-c', 'Invalid API key format: incorrect amount of API key parts, expected 2 got 3'],
    ['abc-0123456789012345678901', 'Invalid API key format: invalid API key ID length, expected 10 got 3'],
    ['0123456789-abc', 'Invalid API key format: invalid API key secret length, expected 22 got 3'],
    ['0123456789-0123456789012345678901', 'API key is invalid.'],
    ['MiraOwner1-0123456789012345678901', 'API key secret is invalid.'],
  ])('%s is refused with its detail', async (token, detail) => {
    const coder = await startCoder();
    const answer = await call(coder, '/users/me', { user: null, headers: { 'coder-session-token': token } });
    expect([answer.status, answer.json.message, answer.json.detail]).toEqual([401, SIGNED_OUT, detail]);
  });

  it('that expired says when', async () => {
    const coder = await startCoder();
    const token = coder.control.addToken('omar', { expiresAt: Date.UTC(2026, 0, 2, 3, 4, 5) });
    const answer = await call(coder, '/users/me', { user: null, headers: { 'coder-session-token': token } });
    expect(answer.json.detail).toBe('API key expired at "2026-01-02 03:04:05 +0000 UTC".');
  });

  it('of a suspended user gets the other challenge', async () => {
    const coder = await startCoder();
    const token = coder.control.addToken('sven');
    const answer = await call(coder, '/users/me', { user: null, headers: { 'coder-session-token': token } });
    expect(answer.status).toBe(401);
    expect(answer.json.message).toMatch(/^User is not active \(status = "suspended"\)/);
    expect(answer.headers['www-authenticate']).toContain('error_description="The access token is invalid"');
  });

  it('of a dormant user wakes the user', async () => {
    const coder = await startCoder();
    const token = coder.control.addToken('dora');
    const answer = await call(coder, '/users/me', { user: null, headers: { 'coder-session-token': token } });
    expect([answer.status, answer.json.status]).toEqual([200, 'active']);
  });

  it('is unknown once revoked', async () => {
    const coder = await startCoder();
    coder.control.revokeToken(coder.user('omar').token);
    expect((await call(coder, '/users/me', { user: 'omar' })).json.detail).toBe('API key is invalid.');
  });

  it('is looked for in cookie, query, header, bearer, access_token, and the first found decides', async () => {
    const coder = await startCoder();
    const [mira, tara, omar] = ['mira', 'tara', 'omar'].map((name) => coder.user(name).token);
    const me = async (query: string, headers: Record<string, string>): Promise<unknown> =>
      (await call(coder, `/users/me${query}`, { user: null, headers })).json.username;
    const header = { 'coder-session-token': String(omar) };
    expect(await me('', { ...header, cookie: `coder_session_token=${mira}` })).toBe('mira');
    expect(await me(`?coder_session_token=${tara}`, header)).toBe('tara');
    expect(await me('', { ...header, authorization: `bearer ${mira}` })).toBe('omar');
    expect(await me(`?access_token=${tara}`, { authorization: `BEARER  ${mira} ` })).toBe('mira');
    expect(await me(`?access_token=${tara}`, {})).toBe('tara');
    const bad = await call(coder, '/users/me', { user: 'omar', headers: { cookie: 'coder_session_token=bad' } });
    expect(bad.status).toBe(401);
  });
});

describe('CSRF', () => {
  it('never concerns callers without a session cookie', async () => {
    const coder = await startCoder();
    const answer = await call(coder, `/workspacebuilds/${coder.build('falcon').id}/cancel`, { method: 'PATCH' });
    expect(answer.json.message).toBe('Job has already completed!');
  });

  it('refuses an unsafe request with a cookie in plain text, before the token is looked at', async () => {
    const coder = await startCoder();
    const patch = (headers: Record<string, string>, query = ''): Promise<Answer> =>
      call(coder, `/workspacebuilds/${coder.build('falcon').id}/cancel${query}`, {
        method: 'PATCH',
        user: null,
        headers,
      });
    const { token } = coder.user('mira');
    const cookie = `coder_session_token=${token}`;
    const refused = await patch({ cookie });
    expect([refused.status, refused.headers['content-type']]).toEqual([400, 'text/plain; charset=utf-8']);
    expect(refused.text).toMatch(/^Something is wrong with your CSRF token\./);
    expect((await patch({ cookie: 'coder_session_token=bad' })).status).toBe(400);
    const differing = await patch({ cookie, 'coder-session-token': coder.user('tara').token });
    expect(differing.text).toMatch(/^CSRF error encountered\./);
    const exempt = 'Job has already completed!';
    expect((await patch({ cookie, 'coder-session-token': token })).json.message).toBe(exempt);
    expect((await patch({ cookie }, `?coder_session_token=${token}`)).json.message).toBe(exempt);
    expect((await patch({ cookie, authorization: 'Bearer x' })).json.message).toBe(exempt);
    expect((await patch({ cookie: `${cookie}; csrf_token=t`, 'x-csrf-token': 't' })).json.message).toBe(exempt);
  });
});

describe('the rate limiter', () => {
  it('counts per user and path, tells in headers, and refuses with 429', async () => {
    const coder = await startCoder({ rateLimit: 3, clock: new ManualClock(Date.UTC(2026, 0, 1, 12)) });
    const first = await call(coder, '/users/me');
    expect(first.headers).toMatchObject({
      'x-ratelimit-limit': '3',
      'x-ratelimit-remaining': '2',
      'x-ratelimit-reset': String(Date.UTC(2026, 0, 1, 12, 1) / 1000),
    });
    await call(coder, '/users/me?x=1');
    await call(coder, '/users/me');
    const refused = await call(coder, '/users/me');
    expect([refused.status, refused.headers['retry-after'], refused.json.message]).toEqual([
      429,
      '60',
      "You've been rate limited for sending more than 3 requests in 1m0s.",
    ]);
    expect((await call(coder, '/users/me', { user: 'omar' })).status).toBe(200);
    expect((await call(coder, '/workspaces')).status).toBe(200);
  });

  it('slides over the minute', async () => {
    const clock = new ManualClock(Date.UTC(2026, 0, 1, 12));
    const coder = await startCoder({ rateLimit: 4, clock });
    for (let index = 0; index < 4; index += 1) await call(coder, '/users/me');
    clock.advance(60_000);
    expect((await call(coder, '/users/me')).status).toBe(429);
    clock.advance(30_000);
    const statuses = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await call(coder, '/users/me')).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('is bypassed by owners and answers 428 to others who try', async () => {
    const coder = await startCoder({ rateLimit: 1 });
    const headers = { 'x-coder-bypass-ratelimit': 'true' };
    for (let index = 0; index < 3; index += 1) expect((await call(coder, '/users/me', { headers })).status).toBe(200);
    const refused = await call(coder, '/users/me', { headers, user: 'omar' });
    expect([refused.status, refused.text]).toEqual([428, '"X-Coder-Bypass-Ratelimit" provided but user is not owner']);
  });

  it('comes before authentication', async () => {
    const coder = await startCoder({ rateLimit: 1 });
    await call(coder, '/users/me', { user: null });
    expect((await call(coder, '/users/me', { user: null })).status).toBe(429);
  });
});

describe('every answer', () => {
  it('carries request id and version, and of the API the rest', async () => {
    const coder = await startCoder({ version: 'v2.40.1' });
    for (const path of ['/users/me', '/nowhere', '//healthz']) {
      const { headers } = await call(coder, path);
      expect(headers['x-coder-build-version']).toBe('v2.40.1');
      expect(headers['x-coder-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
    const { headers, text } = await call(coder, '/users/me');
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
      vary: ['Origin', 'Cookie'],
    });
    expect(headers['set-cookie']).toMatch(/^csrf_token=/);
    expect(text.endsWith('}\n')).toBe(true);
  });
});

describe('a path', () => {
  it('that does not exist is 404 for everyone, inside a subtree only after its checks', async () => {
    const coder = await startCoder();
    expect((await call(coder, '/nowhere', { user: null })).json).toEqual({ message: 'Route not found.' });
    const inside = `/workspacebuilds/${coder.build('atlas-dev').id}/nowhere`;
    expect((await call(coder, inside, { user: null })).status).toBe(401);
    expect((await call(coder, inside, { user: 'omar' })).json.message).toMatch(/^Resource not found/);
    expect((await call(coder, inside)).json.message).toBe('Route not found.');
  });

  it('answers 405 with Allow and no body to another method, HEAD included', async () => {
    const coder = await startCoder();
    const answer = await call(coder, `/workspacebuilds/${coder.build('falcon').id}`, { method: 'DELETE' });
    expect([answer.status, answer.headers.allow, answer.text]).toEqual([405, 'GET', '']);
    expect((await call(coder, '/buildinfo', { method: 'HEAD' })).status).toBe(405);
  });

  it('may have duplicate slashes', async () => {
    const coder = await startCoder();
    expect((await call(coder, '///api//v2//users///me')).json.username).toBe('mira');
  });

  it('takes a UUID in four forms', async () => {
    const coder = await startCoder();
    const { id } = coder.build('falcon');
    for (const form of [id, id.toUpperCase(), id.replaceAll('-', ''), `{${id}}`, `urn:uuid:${id}`]) {
      expect((await call(coder, `/workspacebuilds/${encodeURIComponent(form)}`)).json.id).toBe(id);
    }
    expect((await call(coder, '/workspacebuilds/abc')).json).toEqual({
      message: 'Invalid UUID "abc".',
      detail: 'invalid UUID length: 3',
    });
    const odd = 'z'.repeat(36);
    expect((await call(coder, `/workspacebuilds/${odd}`)).json.detail).toBe('invalid UUID format');
  });

  it('lives under a prefix when there is one', async () => {
    const coder = await startCoder({ pathPrefix: '/coder' });
    expect(coder.url.endsWith('/coder')).toBe(true);
    expect((await call(coder, '/users/me')).status).toBe(200);
    expect(coder.requests[0]?.route).toBe('/api/v2/users/{user}');
  });
});
