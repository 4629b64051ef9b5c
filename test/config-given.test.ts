import { expect, it } from 'vitest';
import { type GatewaySettings, readGivenSettings } from '../src/config-given.ts';
import { defaultSettings } from './default-settings.ts';

it('without settings all are the defaults', () => {
  expect(readGivenSettings({})).toEqual(defaultSettings());
  expect(readGivenSettings({ maxDepth: undefined })).toEqual(defaultSettings());
});

it('values of every type are read', () => {
  const given: GatewaySettings = {
    coderUrl: new URL('https://coder.example.com/prefix'),
    coderHeaders: { 'x-a': 'one, "two"', 'x-b': 'c=d' },
    basePath: '/builds/',
    graphiql: false,
    allowedOrigins: ['https://a.example.com', 'capacitor://localhost'],
    redisUrl: 'redis://:a-long-enough-secret@redis:6380/2',
    maxDepth: 7,
    logLevel: 'warn',
  };
  expect(readGivenSettings(given)).toMatchObject({
    coderUrl: new URL('https://coder.example.com/prefix'),
    coderHeaders: { 'x-a': 'one, "two"', 'x-b': 'c=d' },
    basePath: '/builds',
    graphiql: false,
    allowedOrigins: ['https://a.example.com', 'capacitor://localhost'],
    redisUrl: { servers: [{ host: 'redis', port: 6380 }], db: 2 },
    maxDepth: 7,
    logLevel: 'warn',
  });
});
