import { describe, expect, test } from 'vitest';
import { identityOfHeaders, identityOfSocket } from '../../../src/server/identity.ts';
import { ask, createToy } from '../stub-gateway.ts';

describe('the identity of a request', () => {
  const of = (headers: Record<string, string>) => identityOfHeaders(new Headers(headers), 'fallback').token;

  test('Coder-Session-Token wins over Authorization', () => {
    expect(of({ 'Coder-Session-Token': 'a', Authorization: 'Bearer b' })).toBe('a');
    expect(of({ Authorization: 'bearer b' })).toBe('b');
  });

  test('only who brings nothing gets the fallback', () => {
    expect(of({})).toBe('fallback');
    expect(of({ 'Coder-Session-Token': '' })).toBe('');
    expect(of({ Authorization: 'Bearer' })).toBe('');
    expect(of({ Authorization: 'Basic b' })).toBe('');
  });

  test('cookies are not read', () => {
    expect(of({ Cookie: 'coder_session_token=c' })).toBe('fallback');
  });
});

describe('the identity of a socket', () => {
  test('connectionParams, keys in any case, win over headers of the upgrade', () => {
    const upgrade = { 'coder-session-token': 'header' };
    expect(identityOfSocket({ 'CODER-Session-token': 'param' }, upgrade, 'fallback').token).toBe('param');
    expect(identityOfSocket({ AUTHORIZATION: 'Bearer param' }, upgrade, 'fallback').token).toBe('param');
    expect(identityOfSocket({}, upgrade, 'fallback').token).toBe('header');
    expect(identityOfSocket(undefined, {}, 'fallback').token).toBe('fallback');
    expect(identityOfSocket({ Authorization: 7 }, {}, 'fallback').token).toBe('');
  });
});

test('each operation gets its own context with the token of its caller', async () => {
  const stub = createToy({ sessionToken: 'fallback' });
  const answers = await Promise.all([
    ask(stub, '{ token }', { headers: { 'coder-session-token': 'a' } }),
    ask(stub, '{ token }', { headers: { authorization: 'Bearer b' } }),
    ask(stub, '{ token }'),
  ]);
  expect(answers.map(({ body }) => body.data?.token)).toEqual(['a', 'b', 'fallback']);
  expect(stub.contexts).toHaveLength(3);
});

test('a client that goes away aborts what was done for it', async () => {
  const stub = createToy();
  const aborted = new Promise<unknown>((resolve) => {
    stub.hanging = ({ signal }) => {
      signal.addEventListener('abort', () => resolve('aborted'));
      leaving.abort();
      return new Promise(() => {});
    };
  });
  const leaving = new AbortController();
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{hang}"}' };
  const asking = stub.gateway.pipeline.fetch('http://127.0.0.1:4000/graphql', { ...init, signal: leaving.signal });
  await expect(asking).rejects.toThrow();
  expect(await aborted).toBe('aborted');
});
