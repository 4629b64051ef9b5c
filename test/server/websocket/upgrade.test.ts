import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { connect, refusedWith, results, serve } from './clients.ts';

describe('the upgrade', () => {
  test('is refused to foreign pages and rebound names', async () => {
    const { url } = await serve({ sessionToken: 'owner' });
    expect(await refusedWith(url, { origin: 'https://evil.example.com' })).toBe(403);
    expect(await refusedWith(url, { host: 'evil.example.com' })).toBe(403);
    expect(await refusedWith(url.replace('/graphql', '/other'), {})).toBe(404);
  });

  test('is granted to pages of the same origin', async () => {
    const { url } = await serve({ sessionToken: 'owner' });
    const client = connect(url, {}, { origin: url.replace('ws:', 'https:').replace('/graphql', '') });
    expect((await results(client, '{ hello }'))[0]?.data).toEqual({ hello: 'hello world' });
    await client.dispose();
  });

  test('is refused beyond the cap of connections', async () => {
    const { url } = await serve({ maxConnections: 1 });
    const first = new WebSocket(url, 'graphql-transport-ws');
    await once(first, 'open');
    expect(await refusedWith(url, {})).toBe(503);
    first.terminate();
  });
});

test('a page that is refused is told to the operator once', async () => {
  const { stub, url } = await serve();
  for (const _ of [1, 2]) {
    const socket = new WebSocket(url, 'graphql-transport-ws', { origin: 'https://app.example.com' });
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('403');
  }
  const refused = stub.logged.filter(({ setting }) => setting === 'GATEWAY_ALLOWED_ORIGINS');
  expect(refused).toMatchObject([{ origin: 'https://app.example.com' }]);
});
