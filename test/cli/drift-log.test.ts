import { pino } from 'pino';
import { expect, it } from 'vitest';
import { driftLog } from '../../src/cli/drift-log.ts';
import type { Drift } from '../../src/coder/response/drift.ts';

it('should tell of each kind once, count each time, and bound the kinds', () => {
  const lines: { field: string }[] = [];
  const counted: Drift[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const onDrift = driftLog(log, (drift) => counted.push(drift));
  const drift: Drift = { kind: 'unknown', route: '/workspaces', field: 'news' };
  for (let time = 0; time < 3; time++) onDrift(drift);
  expect(lines).toMatchObject([{ drift: 'unknown', route: '/workspaces', field: 'news' }]);
  expect(counted).toEqual([drift, drift, drift]);
  for (let key = 0; key < 2_000; key++) onDrift({ ...drift, field: `key${key}` });
  expect(lines).toHaveLength(500);
  expect(new Set(counted.map(({ field }) => field)).size).toBe(501);
  expect(counted.at(-1)?.field).toBe('other');
});
