import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import type { PageConfig } from '../../../../src/server/pages/page-config.ts';
import { pageText } from '../../page-fixture.ts';
import { createStub } from '../../stub-gateway.ts';

const browser = { accept: 'text/html,application/xhtml+xml', host: 'gw.example.com:4000' };
const script = 'index-ocOSEAVV.js';

const page: PageConfig = {
  deployment: 'embedded',
  embedded: true,
  fallbackUser: true,
  users: [{ username: 'mira', role: 'owner', token: 'demo-token' }],
};

function get(path: string, headers: Record<string, string> = browser, settings = {}) {
  const { gateway } = createStub({ graphiql: true, ...settings }, { page });
  return gateway.pipeline.fetch(`http://gw.example.com:4000${path}`, { headers });
}

describe('the page', () => {
  test('runs its own files only, talks to this host only, and is embedded nowhere', async () => {
    const response = await get('/graphql');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; worker-src 'self';");
    expect(policy).toContain("connect-src 'self' ws://gw.example.com:4000 wss://gw.example.com:4000;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:|unsafe-eval|script-src[^;]*unsafe-inline/);
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await response.text()).toBe(pageText['index.html']);
  });

  test('a host that would add to the policy adds nothing', async () => {
    const response = await get('/graphql', { ...browser, host: "gw.example.com; script-src 'self'" });
    expect(response.headers.get('content-security-policy')).toContain("connect-src 'self';");
  });

  test('/ leads to it', async () => {
    const response = await get('/');
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('graphql');
  });

  test('a browser is told when it is not built', async () => {
    const { gateway } = createStub({ graphiql: true }, { pageFolder: new URL('file:///nowhere/') });
    const response = await gateway.pipeline.fetch('http://gw.example.com:4000/graphql', { headers: browser });
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm run build');
  });

  test('programs get GraphQL, and so does everybody when it is off', async () => {
    const program = await get('/graphql?query={hello}', { accept: 'application/json' });
    expect(await program.json()).toEqual({ data: { hello: 'hello world' } });
    const off = await get('/graphql', browser, { graphiql: false });
    expect(off.status).toBe(406);
    expect(off.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    for (const name of ['config.json', script]) {
      expect((await get(`/graphiql/${name}`, browser, { graphiql: false })).status).toBe(404);
    }
  });
});

describe('its files', () => {
  it.each([
    ['br', 'gzip, deflate, br', brotliDecompressSync],
    ['gzip', 'gzip, br;q=0', gunzipSync],
    [null, 'identity', (bytes: Buffer) => bytes],
  ])('come as %s to who accepts %s, and are kept', async (coding, accepted, undo) => {
    const response = await get(`/graphiql/${script}`, { 'accept-encoding': accepted });
    expect(response.headers.get('content-encoding')).toBe(coding);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('vary')).toContain('Accept-Encoding');
    expect(undo(Buffer.from(await response.arrayBuffer())).toString()).toBe(pageText[script]);
  });

  it('are asked for again where their name says nothing of what is in them', async () => {
    expect((await get('/graphiql/LICENSES.txt')).headers.get('cache-control')).toBe('no-cache');
  });

  it.each(['nothing.js', '', 'stamp', '..%2fpackage.json', '../package.json', `${script}.br`])(
    'are these and nothing else, not %s',
    async (name) => {
      const response = await get(`/graphiql/${name}`);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain('hash');
    },
  );

  it('are under the base path', async () => {
    const under = { basePath: '/builds' };
    expect((await get(`/builds/graphiql/${script}`, browser, under)).status).toBe(200);
    expect((await get(`/graphiql/${script}`, browser, under)).status).toBe(404);
  });

  it('can only be read', async () => {
    const { gateway } = createStub({ graphiql: true });
    const response = await gateway.pipeline.fetch(`http://gw.example.com/graphiql/${script}`, { method: 'POST' });
    expect(response.status).toBe(405);
  });
});

describe('what the page is told', () => {
  it('is for pages of this origin alone, and is not kept', async () => {
    const response = await get('/graphiql/config.json', { origin: 'https://evil.example.com' });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual(page);
  });

  it('is nothing under a rebound name', async () => {
    const { gateway } = createStub({ graphiql: true, sessionToken: 'demo-token' }, { page });
    const response = await gateway.pipeline.fetch('http://evil.example.com/graphiql/config.json', {
      headers: { host: 'evil.example.com' },
    });
    expect(response.status).toBe(403);
    expect(await response.text()).not.toContain('demo-token');
  });
});
