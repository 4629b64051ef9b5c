import { describe, expect, onTestFinished, test } from 'vitest';
import { isAllowedOrigin } from '../../../../src/server/http/allowed-origins.ts';
import { createStub, type Stub } from '../../stub-gateway.ts';

function request({ gateway }: Stub, init: RequestInit & { url?: string } = {}) {
  return gateway.pipeline.fetch(init.url ?? 'http://127.0.0.1:4000/graphql', {
    method: 'POST',
    body: init.method && init.method !== 'POST' ? null : JSON.stringify({ query: '{ hello }' }),
    ...init,
    headers: { 'content-type': 'application/json', host: '127.0.0.1:4000', ...init.headers },
  });
}

test('the same origin is the host and the port, whatever the scheme', () => {
  expect(isAllowedOrigin('http://gw.example.com:4000', 'gw.example.com:4000', 'same-origin')).toBe(true);
  expect(isAllowedOrigin('https://gw.example.com', 'gw.example.com', 'same-origin')).toBe(true);
  expect(isAllowedOrigin('https://gw.example.com', 'gw.example.com:443', 'same-origin')).toBe(true);
  expect(isAllowedOrigin('http://gw.example.com:4001', 'gw.example.com:4000', 'same-origin')).toBe(false);
  expect(isAllowedOrigin('null', 'gw.example.com', 'same-origin')).toBe(false);
  expect(isAllowedOrigin('http://gw.example.com', undefined, 'same-origin')).toBe(false);
});

describe('by default', () => {
  test('operations of a foreign page are refused, without CORS headers', async () => {
    const response = await request(createStub(), { headers: { origin: 'https://evil.example.com' } });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });

  test('a preflight of a foreign page is refused', async () => {
    const headers = { origin: 'https://evil.example.com', 'access-control-request-method': 'POST' };
    const response = await request(createStub(), { method: 'OPTIONS', headers });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('an opaque origin is foreign', async () => {
    expect((await request(createStub(), { headers: { origin: 'null' } })).status).toBe(403);
  });

  test('an operation that another site embeds as an image is refused', async () => {
    const init = { method: 'GET', url: 'http://127.0.0.1:4000/graphql?query={hello}' };
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    expect((await request(createStub(), { ...init, headers })).status).toBe(403);
    expect((await request(createStub(), init)).status).toBe(200);
  });

  test('pages of the same origin are answered', async () => {
    expect((await request(createStub(), { headers: { origin: 'https://127.0.0.1:4000' } })).status).toBe(200);
  });
});

describe('with a list', () => {
  const allowedOrigins = ['https://app.example.com'];

  test('a listed page is answered, never with credentials', async () => {
    const response = await request(createStub({ allowedOrigins }), { headers: { origin: 'https://app.example.com' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.headers.get('vary')).toContain('Origin');
  });

  test('its preflight lists the headers that carry a token', async () => {
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'POST' };
    const response = await request(createStub({ allowedOrigins }), { method: 'OPTIONS', headers });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toContain('Coder-Session-Token');
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  });

  test('another page is not', async () => {
    const response = await request(createStub({ allowedOrigins }), {
      headers: { origin: 'https://app.example.com.evil' },
    });
    expect(response.status).toBe(403);
  });
});

test('a star answers every page', async () => {
  const response = await request(createStub({ allowedOrigins: '*' }), {
    headers: { origin: 'https://any.example.com' },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
});

test.each([
  ['capacitor://localhost', 'capacitor://localhost', true],
  ['tauri://localhost', 'tauri://LOCALHOST', true],
  ['chrome-extension://abcdefghijklmnop', 'chrome-extension://abcdefghijklmnop', true],
  ['vscode-webview://1a2b3c', 'vscode-webview://1a2b3d', false],
  ['capacitor://localhost', 'http://localhost', false],
  ['https://*.example.com', 'https://app.example.com', true],
  ['https://*.example.com', 'https://a.b.example.com', true],
  ['https://*.example.com', 'https://example.com', false],
  ['https://*.example.com', 'https://.example.com', false],
  ['https://*.example.com', 'https://evil-example.com', false],
  ['https://*.example.com', 'https://app.example.com.evil', false],
  ['https://*.example.com', 'https://evil.com/.example.com', false],
  ['https://*.example.com', 'https://evil@x.example.com', false],
  ['https://*.example.com', 'http://app.example.com', false],
  ['https://*.example.com', 'https://app.example.com:8443', false],
  ['https://*.example.com:8443', 'https://app.example.com:8443', true],
  ['https://*.example.com', 'null', false],
])('%s allows %s: %s', (entry, origin, allowed) => {
  expect(isAllowedOrigin(origin, 'gw.example.com', [entry])).toBe(allowed);
});

test('an app of another scheme is no same origin because its host is empty', () => {
  expect(isAllowedOrigin('file://', '', 'same-origin')).toBe(false);
  expect(isAllowedOrigin('capacitor://localhost', 'localhost', ['https://a.example'])).toBe(true);
});

describe('the headers of a preflight', () => {
  const preflight = async (asked: string) => {
    const headers = {
      origin: 'https://app.example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': asked,
    };
    return request(createStub({ allowedOrigins: ['https://app.example.com'] }), { method: 'OPTIONS', headers });
  };

  test('are those that the browser asks for', async () => {
    const asked = 'apollo-require-preflight,baggage,content-type,sentry-trace,traceparent';
    const { headers } = await preflight(asked);
    expect(headers.get('access-control-allow-headers')).toBe(asked.replaceAll(',', ', '));
    expect(headers.get('vary')).toMatch(/Access-Control-Request-Headers.*Origin/);
  });

  test('are none that cannot be a name', async () => {
    const { headers } = await preflight(`traceparent, a b, x:y, <script>, ${'x'.repeat(200)},`);
    expect(headers.get('access-control-allow-headers')).toBe('traceparent');
    expect((await preflight('a b')).headers.get('access-control-allow-headers')).toContain('Coder-Session-Token');
  });
});

test('a refused page is told to the operator, with the setting', async () => {
  const stub = createStub();
  await request(stub, { headers: { origin: 'https://evil.example.com' } });
  await request(stub, { headers: { origin: 'https://evil.example.com' } });
  await request(stub, { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } });
  expect(stub.logged.filter(({ setting }) => setting === 'GATEWAY_ALLOWED_ORIGINS')).toMatchObject([
    { origin: 'https://evil.example.com' },
    { origin: 'none, but Sec-Fetch-Site: cross-site' },
  ]);
});

describe('what an answer varies by', () => {
  const app = { origin: 'https://app.example.com' };
  const evil = { origin: 'https://evil.example.com' };
  const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
  const embedded = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };

  test.each<[string, number, RequestInit, string[]]>([
    ['a refused operation', 403, { method: 'POST', headers: evil }, []],
    ['a refused preflight', 403, { method: 'OPTIONS', headers: { ...evil, ...preflight } }, []],
    ['a refused embed', 403, { headers: embedded }, []],
    ['a preflight', 204, { method: 'OPTIONS', headers: { ...app, ...preflight } }, ['Access-Control-Request-Headers']],
    ['an operation', 200, { method: 'POST', headers: app }, []],
    ['an operation without an origin', 200, { method: 'POST' }, []],
    ['an operation that is not valid', 200, { method: 'POST', headers: app, body: '{"query":"{ no }"}' }, []],
    ['a query by GET', 200, { headers: app }, ['Accept', 'Authorization', 'Coder-Session-Token']],
    ['a stream', 200, { headers: { ...app, accept: 'text/event-stream' } }, []],
    ['the page', 200, { headers: { accept: 'text/html' } }, ['Accept']],
  ])('%s: each name once, Origin among them', async (_, status, init, others) => {
    const { gateway } = createStub({ allowedOrigins: [app.origin], graphiql: true });
    await gateway.listen();
    onTestFinished(() => gateway.close());
    // The second of two equal operations takes the fast path.
    const url = `${gateway.url}${gateway.paths.graphql}`;
    for (const round of ['the first', 'the second']) {
      const response = await fetch(init.method ? url : `${url}?query={hello}`, {
        ...(init.method === 'POST' && { body: '{"query":"{ hello }"}' }),
        ...init,
        headers: { 'content-type': 'application/json', ...init.headers },
      });
      await response.body?.cancel();
      expect(response.status).toBe(status);
      const names = response.headers.get('vary')?.split(/, */) ?? [];
      const coding = names.includes('Accept-Encoding') ? ['Accept-Encoding'] : [];
      expect(names.sort(), round).toEqual([...others, ...coding, 'Origin'].sort());
    }
  });
});
