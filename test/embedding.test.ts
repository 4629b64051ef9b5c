import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createGateway, type GatewaySettings, type SettingsError } from '../src/index.ts';
import { embedsIn, listening } from './embeds-in.ts';

embedsIn('node', (gateway) => listening(createServer(gateway.listener).on('upgrade', gateway.upgrade)));

it('closes once, however often it is told to', async () => {
  const gateway = await createGateway({ logLevel: 'silent' });
  const response = await gateway.fetch(new Request('http://localhost/graphql?query={viewer{username}}'));
  // Without a Coder, the embedded one with its owner.
  expect(await response.json()).toEqual({ data: { viewer: { username: 'mira' } } });
  expect(gateway.close()).toBe(gateway.close());
  await gateway.close();
  expect((await gateway.fetch(new Request('http://localhost/healthz'))).status).toBe(503);
});

it('leaves no connection behind when it cannot be made', async () => {
  const redis = createTcpServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(redis, 'listening');
  const { port } = redis.address() as AddressInfo;
  const made = createGateway({
    coderUrl: 'http://127.0.0.1:1',
    redisUrl: `redis://:a-long-password-of-redis@127.0.0.1:${port}`,
    clientCert: '/no/such/file',
    clientKey: '/no/such/file',
    logLevel: 'silent',
  });
  await expect(made).rejects.toThrow('CODER_CLIENT_CERT');
  // Connections are accepted in their order: those of the gateway would have come before the second of these.
  for (let count = 0; count < 2; count++) {
    const own = connect(port, '127.0.0.1');
    await once(own, 'connect');
    own.destroy();
  }
  await new Promise((resolve) => redis.close(resolve));
});

describe('settings', () => {
  const problemsOf = async (settings: object) => {
    const error = await createGateway(settings as GatewaySettings).catch((reason: unknown) => reason);
    return (error as SettingsError).problems;
  };

  it('are refused by their names, all at once', async () => {
    const settings = {
      maxDept: 3,
      port: 4000,
      coderUrl: 'coder.example.com',
      maxDepth: 0,
      sessionToken: 'with a blank',
    };
    expect(await problemsOf(settings)).toEqual([
      'maxDept: there is no such setting',
      'port: got a setting of the program, expected none: your server listens',
      'coderUrl (CODER_URL): got "coder.example.com", expected an http or https URL without credentials, query or fragment',
      'sessionToken (CODER_SESSION_TOKEN): got a value that is not shown, expected a session token: visible ASCII characters only',
      'maxDepth (GATEWAY_MAX_DEPTH): got "0", expected a whole number of at least 1',
    ]);
  });

  it('that fit only each by itself are refused too', async () => {
    expect(await problemsOf({ clientCert: '/tls/file' })).toEqual([expect.stringContaining('CODER_CLIENT_KEY: ')]);
  });
});
