import { expect, it, test } from 'vitest';
import { Deployment } from '../../../src/coder/deployment/deployment.ts';
import { endpoints } from '../../../src/coder/endpoints.ts';
import type { BuildInfo } from '../../../src/coder/model.ts';
import { CODER_HEADERS, clientOf, deferred, json, startUpstream, TOKEN } from '../upstream.ts';

const url = new URL('http://coder.internal:8080/prefix/');
const version = CODER_HEADERS['x-coder-build-version'];

test.each<[unknown, string]>([
  ['https://coder.example.com', 'https://coder.example.com'],
  ['https://coder.example.com/', 'https://coder.example.com'],
  ['https://example.com/coder/?a=b#c', 'https://example.com/coder'],
  [undefined, 'http://coder.internal:8080/prefix'],
  ['', 'http://coder.internal:8080/prefix'],
  ['coder.example.com', 'http://coder.internal:8080/prefix'],
  ['javascript:alert(1)', 'http://coder.internal:8080/prefix'],
  ['https://user:s3cret@coder.example.com', 'http://coder.internal:8080/prefix'],
  [new Error('a wrong value'), 'http://coder.internal:8080/prefix'],
])('links of a deployment whose dashboard_url is %s begin with %s', async (dashboard_url, base) => {
  const deployment = new Deployment({ url, read: async () => ({ version, dashboard_url }) as BuildInfo });
  expect(deployment.linkBase).toBe('http://coder.internal:8080/prefix');
  await deployment.read();
  expect(deployment.linkBase).toBe(base);
});

it('is read again when an answer comes from another version, and not for every answer', async () => {
  let now = 0;
  let reads = 0;
  let answer = deferred<BuildInfo>();
  const read = () => {
    reads++;
    answer = deferred<BuildInfo>();
    return answer.promise;
  };
  const deployment = new Deployment({ url, read, now: () => now });
  deployment.answered('v1');
  expect(reads).toBe(0);
  const first = deployment.read();
  deployment.answered('v1');
  answer.resolve({ version: 'v1' });
  await first;
  now += 60_000;
  for (const seen of ['v1', undefined, 'v1']) deployment.answered(seen);
  expect(reads).toBe(1);
  for (const seen of ['v2', 'v2', 'v1']) deployment.answered(seen);
  expect(reads).toBe(2);
  const second = deployment.read();
  answer.resolve({ version: 'v2', dashboard_url: 'https://new.example.com' });
  await second;
  expect(deployment.info?.version).toBe('v2');
  expect(deployment.linkBase).toBe('https://new.example.com');
  // Both versions answer while one replaces the other.
  for (const seen of ['v1', 'v2', 'v1']) deployment.answered(seen);
  expect(reads).toBe(2);
  now += 60_000;
  deployment.answered('v1');
  expect(reads).toBe(3);
});

it('costs a client nothing while the version of its answers stays the same', async () => {
  const { url: upstream, requests } = await startUpstream((request, response) =>
    json(
      response,
      request.url?.endsWith('/buildinfo')
        ? { version, dashboard_url: 'https://coder.example.com' }
        : { id: '820683d3-6842-4ccc-bae9-b3a66af12b6c', username: 'mira' },
    ),
  );
  const client = clientOf(upstream);
  const session = client.session({ token: TOKEN, maxCalls: 9 });
  const me = () => session.call(endpoints.user, { path: { user: 'me' } });
  await me();
  await client.buildInfo();
  expect(client.deployment.linkBase).toBe('https://coder.example.com');
  await me();
  await me();
  expect(requests.map((request) => request.url?.replace('/api/v2', ''))).toEqual([
    '/users/me',
    '/buildinfo',
    '/users/me',
    '/users/me',
  ]);
});
