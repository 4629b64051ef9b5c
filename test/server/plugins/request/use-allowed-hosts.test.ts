import { expect, test } from 'vitest';
import { isAllowedHost } from '../../../../src/server/plugins/request/use-allowed-hosts.ts';
import { createStub } from '../../stub-gateway.ts';

const rules = { fallbackToken: 'owner', host: '127.0.0.1', allowedHosts: ['builds.example.com', 'other:8443'] };

test.each([
  'localhost',
  'localhost:4000',
  'LOCALHOST:4000',
  '127.0.0.1:4000',
  '127.1.2.3',
  '[::1]:4000',
  'builds.example.com',
  'builds.example.com:444',
  'other:8443',
])('answers the Host %s', (host) => {
  expect(isAllowedHost(host, rules)).toBe(true);
});

test.each([
  'evil.example.com',
  'localhost.evil.example.com',
  '127.0.0.1.evil.example.com',
  'other:8444',
  'localhost@evil.example.com',
  '',
  undefined,
])('does not answer the Host %s', (host) => {
  expect(isAllowedHost(host, rules)).toBe(false);
});

test('without a fallback token any Host is answered', () => {
  expect(isAllowedHost('evil.example.com', { ...rules, fallbackToken: undefined })).toBe(true);
});

test.each(['/graphql?query={token}', '/metrics', '/healthz', '/readyz', '/'])(
  'a rebound name reaches nothing, not even %s',
  async (path) => {
    const { gateway } = createStub({ sessionToken: 'owner', graphiql: true });
    const response = await gateway.pipeline.fetch(`http://evil.example.com${path}`, {
      headers: { host: 'evil.example.com' },
    });
    expect(response.status).toBe(403);
    const text = await response.text();
    expect(text).toContain('GATEWAY_ALLOWED_HOSTS');
    expect(text).not.toContain('owner');
  },
);
