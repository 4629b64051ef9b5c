import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Settings } from '../../../src/config.ts';
import { isAllowedOrigin, originsOf } from '../../../src/server/http/allowed-origins.ts';
import { defaultSettings } from '../../default-settings.ts';
import { createStub } from '../stub-gateway.ts';

const real = { sessionToken: 'token', coderUrl: new URL('https://coder.example.com') };

describe('pages of this machine', () => {
  it.each([
    ['http://localhost:5173', '127.0.0.1:4000'],
    ['http://127.0.0.1:5173', 'localhost:4000'],
    ['https://localhost', '[::1]:4000'],
    ['http://[::1]:3000', 'LOCALHOST:4000'],
  ])('of %s may talk to %s', (origin, host) => {
    expect(isAllowedOrigin(origin, host, 'same-machine')).toBe(true);
    expect(isAllowedOrigin(origin, host, 'same-origin')).toBe(false);
  });

  it.each([
    ['https://evil.example.com', '127.0.0.1:4000'],
    // A name that was made to point here, on either side.
    ['http://rebound.example.com:4000', '127.0.0.1:4000'],
    ['http://localhost:5173', 'rebound.example.com:4000'],
    ['http://localhost.evil.example.com', 'localhost:4000'],
    ['http://evil@example.com', 'localhost:4000'],
    ['http://127.0.0.1.nip.io', 'localhost:4000'],
    ['null', 'localhost:4000'],
    ['file://', 'localhost:4000'],
    ['chrome-extension://localhost', 'localhost:4000'],
    ['http://192.168.1.2:5173', 'localhost:4000'],
    ['http://localhost:5173', '192.168.1.2:4000'],
    ['http://localhost:5173', undefined],
  ])('are no others: %s may not talk to %s', (origin, host) => {
    expect(isAllowedOrigin(origin, host, 'same-machine')).toBe(false);
  });

  it.each<[string, Partial<Settings>, Settings['allowedOrigins']]>([
    ['nobody without a token', { coderUrl: real.coderUrl }, 'same-machine'],
    ['a demo user of the embedded Coder', { sessionToken: 'demo' }, 'same-machine'],
    ['somebody at a real Coder', real, 'same-origin'],
    ['whom the setting says', { allowedOrigins: ['https://app.example.com'] }, ['https://app.example.com']],
  ])('are allowed by who they would be: %s', (_, changes, expected) => {
    expect(originsOf(defaultSettings(changes))).toEqual(expected);
  });
});

describe('the proxy of a dev server that changes Host', () => {
  const origin = 'http://localhost:5173';

  async function listen(changes: Partial<Settings>) {
    const stub = createStub(changes);
    await stub.gateway.listen();
    onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
    const url = `${stub.gateway.url}/graphql`;
    const body = JSON.stringify({ query: '{ hello }' });
    const post = () => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', origin }, body });
    const socket = () => new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { headers: { origin } });
    return { ...stub, post, socket };
  }

  it('reaches the gateway by HTTP and by WebSocket', async () => {
    const { post, socket } = await listen({});
    expect(await (await post()).json()).toEqual({ data: { hello: 'hello world' } });
    const opened = socket();
    await once(opened, 'open');
    opened.terminate();
  });

  it('is told why not, where a page would be somebody at a real Coder', async () => {
    const { post, socket, logged } = await listen(real);
    const answer = await post();
    expect(answer.status).toBe(403);
    expect(await answer.json()).toEqual({
      errors: [{ message: expect.stringContaining('GATEWAY_ALLOWED_ORIGINS'), extensions: { code: 'FORBIDDEN' } }],
    });
    const [, response] = await once(socket(), 'unexpected-response');
    expect(response.statusCode).toBe(403);
    response.destroy();
    expect(logged.find((entry) => entry.origin === origin)).toMatchObject({
      host: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      reason: expect.stringContaining('changeOrigin'),
    });
  });
});
