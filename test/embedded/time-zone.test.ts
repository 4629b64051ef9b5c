import { expect, it } from 'vitest';
import { timeInZone } from '../../src/embedded/testing/time-zone.ts';
import { call, follow, startCoder } from './support.ts';

it.each([
  ['Europe/Berlin', '0001-01-01T00:00:00Z', '0001-01-01T00:53:28+00:53'],
  ['America/New_York', '0001-01-01T00:00:00Z', '0000-12-31T19:03:58-04:56'],
  ['Europe/Berlin', '2026-01-22T09:02:11.123456Z', '2026-01-22T10:02:11.123456+01:00'],
  ['Europe/Berlin', '2026-06-22T23:30:00Z', '2026-06-23T01:30:00+02:00'],
  ['UTC', '2026-06-22T23:30:00Z', '2026-06-22T23:30:00Z'],
])('%s spells %s as %s', (zone, utc, local) => {
  expect(timeInZone(utc, zone)).toBe(local);
});

it('should spell times in the zone of the database: JSON, text logs and sockets', async () => {
  const coder = await startCoder({ timeZone: 'Europe/Berlin' });
  const build = coder.build('atlas-dev');
  const berlin = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+0[12]:00/;
  const { json } = await call(coder, `/workspacebuilds/${build.id}`);
  expect(json.created_at).toMatch(berlin);
  expect(Date.parse(json.created_at)).toBe(Math.trunc(build.createdAt));
  const users = await call(coder, '/users?q=dora');
  expect(users.json.users[0].last_seen_at).toBe('0001-01-01T00:53:28+00:53');
  const text = await call(coder, `/workspacebuilds/${build.id}/logs?format=text`);
  expect(text.text).toMatch(berlin);
  const socket = await follow(coder, `/workspacebuilds/${build.id}/logs?follow`);
  await socket.received(1);
  expect(JSON.parse(socket.messages[0] ?? '').created_at).toMatch(berlin);
});

it('should leave a provisioner state as it is', async () => {
  const coder = await startCoder({ timeZone: 'Europe/Berlin' });
  const build = coder.build('atlas-dev');
  build.state = Buffer.from('{"at": "2026-06-22T23:30:00Z"}');
  const { text } = await call(coder, `/workspacebuilds/${build.id}/state`);
  expect(text).toBe('{"at": "2026-06-22T23:30:00Z"}');
});
