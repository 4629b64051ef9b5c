import { describe, expect, it } from 'vitest';
import { endpoints, requestPath } from '../../src/coder/endpoints.ts';

describe('the target of a call', () => {
  it('fills the template, each parameter as one segment', () => {
    const path = { user: 'a/b?c#d', workspacename: 'e%2F', buildnumber: 7 };
    expect(requestPath(endpoints.buildByNumber, { path })).toBe('/users/a%2Fb%3Fc%23d/workspace/e%252F/builds/7');
  });

  it.each(['.', '..', ''])('refuses the segment %j, which would leave the route', (user) => {
    expect(() => requestPath(endpoints.user, { path: { user } })).toThrow(TypeError);
  });

  it('encodes the query and leaves out what is undefined', () => {
    const query = { since: '2026-06-22T07:41:03+02:00', limit: 0, offset: undefined, q: 'owner:me name:"a&b"' };
    expect(requestPath(endpoints.builds, { path: { workspace: 'x' }, query })).toBe(
      '/workspaces/x/builds?since=2026-06-22T07%3A41%3A03%2B02%3A00&limit=0&q=owner%3Ame+name%3A%22a%26b%22',
    );
    expect(requestPath(endpoints.workspaces, { path: {} })).toBe('/workspaces');
  });

  it.each(['820683d3-6842-4ccc-bae9-b3a66af12b6c', 'a.b', '-', '_', 'ä', 'a b', "it's", '%', '...', 'x~!*()'])(
    'writes the segment %j as encodeURIComponent does',
    (user) => {
      expect(requestPath(endpoints.user, { path: { user } })).toBe(`/users/${encodeURIComponent(user)}`);
    },
  );

  it.each(['', 'a.b*-_', 'a b', 'a+b', "it's", 'x~!()', '&=?#%', 'ä', true, 0, -1.5])(
    'writes the value %j of a query as URLSearchParams does',
    (q) => {
      const expected = new URLSearchParams({ q: String(q), limit: '1' });
      expect(requestPath(endpoints.workspaces, { path: {}, query: { q, limit: 1 } })).toBe(`/workspaces?${expected}`);
    },
  );

  it('names each route once', () => {
    const routes = Object.values(endpoints).map(({ method, route, format }) => `${method} ${route} ${format}`);
    expect(new Set(routes).size).toBe(routes.length);
  });
});
