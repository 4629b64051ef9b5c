import { Counter, Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { Counts, Durations } from '../../../src/server/observability/tallies.ts';
import { seeded, testSeed } from '../../seed.ts';

test('should read as what prom-client itself counts', async () => {
  const random = seeded(testSeed());
  const [ours, theirs] = [new Registry(), new Registry()];
  const common = { help: 'What "it" is.', labelNames: ['kind', 'code'] };
  const buckets = [0.1, 0.5, 2];
  const counts = new Counts({ ...common, name: 'things_total', registry: ours });
  const durations = new Durations({ ...common, name: 'things_seconds', buckets, registry: ours });
  const counter = new Counter({ ...common, name: 'things_total', registers: [theirs] });
  const histogram = new Histogram({ ...common, name: 'things_seconds', buckets, registers: [theirs] });
  for (let step = 0; step < 500; step++) {
    const [kind, code] = [`kind ${random(3)}`, `code "${random(3)}"`];
    const seconds = random(24) / 8;
    counts.with(kind, code).value++;
    durations.with(kind, code).observe(seconds);
    counter.inc({ kind, code });
    histogram.observe({ kind, code }, seconds);
  }
  const lines = async (registry: Registry) => (await registry.metrics()).split('\n');
  expect(await lines(ours)).toEqual(await lines(theirs));
});

test('should keep the label of each bucket', async () => {
  const registry = new Registry();
  const durations = new Durations({ name: 'x_seconds', help: 'x', labelNames: ['kind'], buckets: [0.1, 1], registry });
  for (const seconds of [0.05, 0.1, 0.5, 3]) durations.with('a').observe(seconds);
  expect((await registry.metrics()).trim().split('\n')).toEqual([
    '# HELP x_seconds x',
    '# TYPE x_seconds histogram',
    'x_seconds_bucket{le="0.1",kind="a"} 2',
    'x_seconds_bucket{le="1",kind="a"} 3',
    'x_seconds_bucket{le="+Inf",kind="a"} 4',
    'x_seconds_sum{kind="a"} 3.65',
    'x_seconds_count{kind="a"} 4',
  ]);
});
