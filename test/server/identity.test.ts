import { describe, expect, test } from 'vitest';
import { identityOfHeaders, identityOfSocket, RefusedParams } from '../../src/server/identity.ts';

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
  const of = (params?: Record<string, unknown>, upgrade = {}, fallback: string | undefined = 'fallback') =>
    identityOfSocket(params, upgrade, fallback).token;
  const refusal = (params: Record<string, unknown>, fallback?: string) => {
    try {
      identityOfSocket(params, { 'coder-session-token': 'header' }, fallback);
    } catch (error) {
      if (error instanceof RefusedParams) return { code: error.closeCode, reason: error.message };
      throw error;
    }
    return undefined;
  };

  test('connectionParams, keys in any case, win over headers of the upgrade', () => {
    const upgrade = { 'coder-session-token': 'header' };
    expect(of({ 'CODER-Session-token': 'param' }, upgrade)).toBe('param');
    expect(of({ AUTHORIZATION: 'Bearer param' }, upgrade)).toBe('param');
    expect(of({}, upgrade)).toBe('header');
    expect(of(undefined)).toBe('fallback');
    expect(of({ 'Coder-Session-Token': null, headers: null })).toBe('fallback');
  });

  test.each([
    { headers: { Authorization: 'Bearer param' } },
    { headers: { authorization: 'bearer param' } },
    { Headers: { 'coder-session-TOKEN': ' param ' } },
    { headers: { 'x-role': 'user' }, 'coder-session-token': 'param' },
    { 'Coder-Session-Token': 'param', headers: { Authorization: 'Bearer param' } },
    { 'Coder-Session-Token': 'param', Authorization: 'Basic for-a-proxy' },
    { 'Coder-Session-Token': 'param', 'x-api-key': 'for a proxy' },
  ])('is the one token of %j', (params) => {
    expect(of(params)).toBe('param');
  });

  test.each([{ 'Coder-Session-Token': '' }, { Authorization: 'Basic b' }, { headers: { Authorization: 'Bearer' } }])(
    'is that of a bad token, not of the fallback, with %j',
    (params) => {
      expect(of(params)).toBe('');
    },
  );

  test.each([
    { 'Coder-Session-Token': 'a', 'coder-session-token': 'b' },
    { 'Coder-Session-Token': 'a', Authorization: 'Bearer b' },
    { Authorization: 'Bearer a', headers: { authorization: 'Bearer b' } },
    { 'Coder-Session-Token': 'a', headers: { 'Coder-Session-Token': 'b' } },
  ])('is not taken from several tokens: %j', (params) => {
    expect(refusal(params)).toEqual({ code: 4400, reason: 'connectionParams: expected one token, got several.' });
  });

  test.each([
    [{ Authorization: 7 }, 'expected "authorization" to be a string'],
    [{ 'Coder-Session-Token': { toString: 'x' } }, 'expected "coder-session-token" to be a string'],
    [{ headers: { Authorization: ['Bearer a'] } }, 'expected "authorization" to be a string'],
    [{ headers: 'Authorization: Bearer a' }, 'expected "headers" to be an object'],
  ])('is not taken from %j', (params, reason) => {
    expect(refusal(params)).toEqual({ code: 4400, reason: `connectionParams: ${reason}.` });
  });

  test.each([
    ['authToken', { authToken: 'x' }],
    ['token', { token: 'x' }],
    ['apiKey', { apiKey: 'x' }],
    ['x-api-key', { headers: { 'x-api-key': 'x' } }],
    ['x-hasura-admin-secret', { headers: { 'x-hasura-admin-secret': 'x' } }],
    ['Authorization', { context: { headers: { Authorization: 'Bearer x' } } }],
    ['sessionToken', { sessionToken: '' }],
    ['cookie', { headers: { cookie: 'coder_session_token=x' } }],
  ])('is never the fallback of who brings %s', (key, params) => {
    expect(refusal(params, 'fallback')).toEqual({
      code: 4403,
      reason: `Unknown credential "${key}". Accepted: Coder-Session-Token, Authorization (also under headers).`,
    });
    // Where nobody acts for others, it costs nothing to go on: the operations fail for want of a token.
    expect(refusal(params)).toBeUndefined();
  });

  test('is the fallback of who brings none but other things', () => {
    expect(of({ authToken: null, 'apollographql-client-name': 'web', 'x-upstream-trace': '1' })).toBe('fallback');
  });
});
