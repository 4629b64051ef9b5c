import { describe, expect, test } from 'vitest';
import { isAllowedOrigin } from '../../../src/server/plugins/use-allowed-origins.ts';
import { createToy, type Toy } from '../stub-gateway.ts';

function request({ gateway }: Toy, init: RequestInit & { url?: string } = {}) {
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
    const response = await request(createToy(), { headers: { origin: 'https://evil.example.com' } });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });

  test('a preflight of a foreign page is refused', async () => {
    const headers = { origin: 'https://evil.example.com', 'access-control-request-method': 'POST' };
    const response = await request(createToy(), { method: 'OPTIONS', headers });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('an opaque origin is foreign', async () => {
    expect((await request(createToy(), { headers: { origin: 'null' } })).status).toBe(403);
  });

  test('an operation that another site embeds as an image is refused', async () => {
    const init = { method: 'GET', url: 'http://127.0.0.1:4000/graphql?query={hello}' };
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    expect((await request(createToy(), { ...init, headers })).status).toBe(403);
    expect((await request(createToy(), init)).status).toBe(200);
  });

  test('pages of the same origin are answered', async () => {
    expect((await request(createToy(), { headers: { origin: 'https://127.0.0.1:4000' } })).status).toBe(200);
  });
});

describe('with a list', () => {
  const allowedOrigins = ['https://app.example.com'];

  test('a listed page is answered, never with credentials', async () => {
    const response = await request(createToy({ allowedOrigins }), { headers: { origin: 'https://app.example.com' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.headers.get('vary')).toContain('Origin');
  });

  test('its preflight lists the headers that carry a token', async () => {
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'POST' };
    const response = await request(createToy({ allowedOrigins }), { method: 'OPTIONS', headers });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toContain('Coder-Session-Token');
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  });

  test('another page is not', async () => {
    const response = await request(createToy({ allowedOrigins }), {
      headers: { origin: 'https://app.example.com.evil' },
    });
    expect(response.status).toBe(403);
  });
});

test('a star answers every page', async () => {
  const response = await request(createToy({ allowedOrigins: '*' }), {
    headers: { origin: 'https://any.example.com' },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
});
