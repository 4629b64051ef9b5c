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
  for (const origin of ['https://a.example', 'https://b.example', 'https://a.example']) refused.add(origin);
  expect(logged).toMatchObject([
    { level: 40, origin: 'https://a.example', setting: 'GATEWAY_ALLOWED_ORIGINS' },
    { level: 40, origin: 'https://b.example', setting: 'GATEWAY_ALLOWED_ORIGINS' },
  ]);
  clock.now = 59_999;
  refused.add('https://a.example');
  expect(logged).toHaveLength(2);
  clock.now = 60_000;
  refused.add('https://a.example');
  expect(logged).toHaveLength(3);
});

test('invented origins fill neither the log nor the memory', () => {
  const { refused, logged, clock } = origins();
  for (let index = 0; index < 1_000; index++) refused.add(`https://${index}.${'x'.repeat(5_000)}.example`);
  expect(logged).toHaveLength(50);
  expect(String(logged[0]?.origin).length).toBeLessThan(300);
  clock.now = 60_000;
  refused.add('https://a.example');
  expect(logged).toHaveLength(51);
});
