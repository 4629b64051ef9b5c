import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { graphiqlTabs } from '../../../../src/server/graphiql-tabs.ts';
import { createStub } from '../../stub-gateway.ts';

const browser = { accept: 'text/html,application/xhtml+xml', host: 'gw.example.com:4000' };

function get(path: string, headers: Record<string, string> = browser, graphiql = true) {
  const { gateway } = createStub({ graphiql });
  return gateway.pipeline.fetch(`http://gw.example.com:4000${path}`, { headers });
}

test('a browser gets a page that needs no other server and talks to this host only', async () => {
  const response = await get('/graphql');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self' ws://gw.example.com:4000 wss://gw.example.com:4000;");
  expect(policy).not.toMatch(/https?:/);
  const html = await response.text();
  expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)="https?:/);
  for (const { query } of graphiqlTabs()) expect(html).toContain(JSON.stringify(query).slice(1, 60));
});

test('the page is compressed for who can read that, and asked for once', async () => {
  const response = await get('/graphql', { ...browser, 'accept-encoding': 'gzip, br' });
  expect(response.headers.get('content-encoding')).toBe('gzip');
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.length).toBeLessThan(4_000_000);
  expect(gunzipSync(bytes).toString()).toContain('GraphiQL');
  const etag = response.headers.get('etag') ?? '';
  const again = await get('/graphql', { ...browser, 'if-none-match': etag });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
});

test('the page names no endpoint, so that it talks to the address it was loaded from', async () => {
  const html = await (await get('/graphql')).text();
  const [, options = ''] = /document\.querySelector\('#root'\),\s+(\{.*\}),/.exec(html) ?? [];
  expect(JSON.parse(options)).toMatchObject({ subscriptionsProtocol: 'WS' });
  expect(options).not.toContain('"endpoint"');
  // What the page falls back to, as its own code has it.
  expect(html).toMatch(/new URL\(\w+\.endpoint\?\?location\.pathname,location\.href\)/);
});

test('/ leads to it', async () => {
  const response = await get('/');
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toBe('graphql');
});

test('a host that would add to the policy adds nothing', async () => {
  const response = await get('/graphql', { ...browser, host: "gw.example.com; script-src 'self'" });
  expect(response.headers.get('content-security-policy')).toContain("connect-src 'self';");
});

test('programs get GraphQL, and so does everybody when it is off', async () => {
  const program = await get('/graphql?query={hello}', { accept: 'application/json' });
  expect(await program.json()).toEqual({ data: { hello: 'hello world' } });
  const off = await get('/graphql', browser, false);
  expect(off.status).toBe(406);
  expect(off.headers.get('content-type')).toBe('text/plain; charset=utf-8');
});
