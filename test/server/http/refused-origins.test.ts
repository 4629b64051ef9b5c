import { pino } from 'pino';
import { expect, test } from 'vitest';
import { RefusedOrigins } from '../../../src/server/http/refused-origins.ts';

function origins() {
  const logged: Record<string, unknown>[] = [];
  const clock = { now: 0 };
  const log = pino({ base: null }, { write: (line: string) => logged.push(JSON.parse(line)) });
  return { refused: new RefusedOrigins(log, () => clock.now), logged, clock };
}

test('each origin is told once a minute, with the setting that would allow it', () => {
  const { refused, logged, clock } = origins();
  for (const origin of ['https://a.example', 'https://b.example', 'https://a.example'])
    refused.add({ origin, host: 'gateway.example' });
  expect(logged).toMatchObject([
    { level: 40, origin: 'https://a.example', setting: 'GATEWAY_ALLOWED_ORIGINS' },
    { level: 40, origin: 'https://b.example', setting: 'GATEWAY_ALLOWED_ORIGINS' },
  ]);
  clock.now = 59_999;
  refused.add({ origin: 'https://a.example', host: 'gateway.example' });
  expect(logged).toHaveLength(2);
  clock.now = 60_000;
  refused.add({ origin: 'https://a.example', host: 'gateway.example' });
  expect(logged).toHaveLength(3);
});

test('invented origins fill neither the log nor the memory', () => {
  const { refused, logged, clock } = origins();
  for (let index = 0; index < 1_000; index++)
    refused.add({ origin: `https://${index}.${'x'.repeat(5_000)}.example`, host: 'gateway.example' });
  expect(logged).toHaveLength(50);
  expect(String(logged[0]?.origin).length).toBeLessThan(300);
  clock.now = 60_000;
  refused.add({ origin: 'https://a.example', host: 'gateway.example' });
  expect(logged).toHaveLength(51);
});

test('the host that the origin was compared with is told, and why the page was refused', () => {
  const { refused, logged } = origins();
  refused.add({ origin: 'http://localhost:5173', host: '127.0.0.1:4000' });
  refused.add({ origin: undefined, host: '127.0.0.1:4000', fetchSite: 'cross-site' });
  expect(logged).toMatchObject([
    { origin: 'http://localhost:5173', host: '127.0.0.1:4000', reason: expect.stringContaining('changeOrigin: false') },
    { origin: 'none, but Sec-Fetch-Site: cross-site', reason: 'a page of another site embeds this address' },
  ]);
});
