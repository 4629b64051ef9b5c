import { pino } from 'pino';
import { expect, it } from 'vitest';
import { start } from '../../src/cli/start.ts';
import type { Settings } from '../../src/config.ts';
import { defaultSettings } from '../default-settings.ts';

async function pageConfig(changes: Partial<Settings>) {
  const settings = defaultSettings({ port: 0, graphiql: true, ...changes });
  const running = await start({ settings, log: pino({ level: 'silent' }) });
  const response = await fetch(`${running.gateway.url}/graphiql/config.json`);
  const config = await response.json();
  await running.close();
  return config;
}

it('tells the page of the demo users in front of the embedded Coder', async () => {
  const { users, ...config } = await pageConfig({});
  expect(config).toEqual({ deployment: 'embedded', embedded: true, fallbackUser: true });
  expect(users).toContainEqual({ username: 'mira', role: 'owner', token: expect.any(String) });
  for (const user of users) expect(Object.keys(user)).toEqual(['username', 'role', 'token']);
});

it('tells it of no token and of no address in front of any other', async () => {
  const sessionToken = 'secret-session-token';
  const config = await pageConfig({ coderUrl: new URL('http://coder.internal.example:7080'), sessionToken });
  expect(config).toEqual({
    deployment: expect.stringMatching(/^[0-9a-f]{16}$/),
    embedded: false,
    fallbackUser: true,
    users: [],
  });
  const other = await pageConfig({ coderUrl: new URL('http://coder.internal.example:7081') });
  expect(other.deployment).not.toBe(config.deployment);
  expect(other.fallbackUser).toBe(false);
});
