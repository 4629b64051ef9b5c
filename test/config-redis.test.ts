import { expect, test } from 'vitest';
import { readSettings } from '../src/config.ts';

function read(url: string, env: Record<string, string> = {}) {
  const CODER_URL = 'https://coder.example.com';
  return readSettings({ env: { CODER_URL, REDIS_URL: url, GATEWAY_REDIS_SECRET: '0123456789abcdef', ...env } });
}

const plain = { path: undefined, master: undefined, tls: false, username: undefined, password: undefined, db: 0 };

test.each([
  ['redis://redis', { ...plain, servers: [{ host: 'redis', port: 6379 }] }],
  ['redis://redis.example.com:6380/3', { ...plain, servers: [{ host: 'redis.example.com', port: 6380 }], db: 3 }],
  [
    'rediss://me:p%40ss@[::1]:1/',
    { ...plain, servers: [{ host: '::1', port: 1 }], tls: true, username: 'me', password: 'p@ss' },
  ],
  [
    'redis+sentinel://:secret@one,two:26380/main/1',
    {
      ...plain,
      servers: [
        { host: 'one', port: 26379 },
        { host: 'two', port: 26380 },
      ],
      master: 'main',
      password: 'secret',
      db: 1,
    },
  ],
  ['redis+unix:///run/redis.sock', { ...plain, servers: [], path: '/run/redis.sock' }],
  [
    'redis+unix://me:p%40ss@/run/my%20redis.sock?db=3',
    { ...plain, servers: [], path: '/run/my redis.sock', username: 'me', password: 'p@ss', db: 3 },
  ],
  ['/run/redis.sock', { ...plain, servers: [], path: '/run/redis.sock' }],
  // Percent encoding is that of URIs; a path has none.
  ['redis+unix:///run/a%20b.sock', { ...plain, servers: [], path: '/run/a b.sock' }],
  ['/run/a%20b.sock', { ...plain, servers: [], path: '/run/a%20b.sock' }],
  ['/run/100%/redis.sock?db=2', { ...plain, servers: [], path: '/run/100%/redis.sock', db: 2 }],
])('REDIS_URL=%s is read', (url, address) => {
  expect(read(url).settings?.redisUrl).toEqual(address);
});

test.each([
  'redis',
  'http://redis',
  'redis://',
  'redis://redis:0',
  'redis://redis:65536',
  'redis://redis/main',
  'redis://one,two',
  'redis://redis/0?a=b',
  'redis+sentinel://one,two',
  'redis://user:secret%@redis',
  'redis+unix://redis.sock',
  'redis+unix://redis/run/redis.sock',
  'redis+unix:///run/',
  'redis+unix:///run/redis.sock?db=main',
  'rediss+unix:///run/redis.sock',
  '/run/redis.sock/2?password=secret',
  '//redis/0',
])('REDIS_URL=%s is refused without being shown', (url) => {
  const { problems = [] } = read(url);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^REDIS_URL: got a value that is not shown, expected `redis:\/\//);
});

test('a secret is needed from which keys can be made', () => {
  expect(read('redis://:secret@redis', { GATEWAY_REDIS_SECRET: '' }).problems).toBeUndefined();
  expect(read('redis://redis', { GATEWAY_REDIS_SECRET: '' }).problems).toEqual([
    'GATEWAY_REDIS_SECRET: got nothing, expected at least 16 characters, or a password in REDIS_URL',
  ]);
  expect(read('redis://redis', { GATEWAY_REDIS_SECRET: 'short' }).problems).toEqual([
    'GATEWAY_REDIS_SECRET: got a value that is not shown, expected at least 16 characters',
  ]);
});

test('without a Coder there is nothing to share', () => {
  expect(read('redis://redis', { CODER_URL: '' }).problems).toEqual([
    'REDIS_URL: got it without CODER_URL: each process would have an embedded Coder of its own',
  ]);
});
