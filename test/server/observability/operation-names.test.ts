import { expect, test } from 'vitest';
import { Metrics } from '../../../src/server/observability/metrics.ts';
import { OperationNames } from '../../../src/server/observability/operation-names.ts';

test('a name that comes often is a label, one that does not is not', () => {
  const names = new OperationNames();
  const labels = Array.from({ length: 30 }, () => names.labelOf('Often'));
  expect(labels[0]).toBe('other');
  expect(labels[29]).toBe('Often');
  expect(names.labelOf('Once')).toBe('other');
  expect(names.labelOf(undefined)).toBe('anonymous');
});

test('names of persisted operations are labels from the start', () => {
  const names = new OperationNames([
    'query First { a } mutation Second { b }',
    '{ c }',
    'fragment F on T { d } query Third { e }',
  ]);
  expect(['First', 'Second', 'Third', 'F'].map((name) => names.labelOf(name))).toEqual([
    'First',
    'Second',
    'Third',
    'other',
  ]);
});

test('10,000 names, each of which comes often, leave a bounded number of series', async () => {
  const metrics = new Metrics();
  for (let round = 0; round < 25; round++) {
    for (let name = 0; name < 10_000; name++) {
      metrics.operation({ type: 'query', name: `Operation${name}`, codes: [], durationMs: 1 });
    }
  }
  for (let count = 0; count < 25; count++) {
    for (let name = 0; name < 200; name++) {
      metrics.operation({ type: 'query', name: `Often${name}${'x'.repeat(5_000)}`, codes: [], durationMs: 1 });
    }
  }
  const text = await metrics.registry.metrics();
  const labels = new Set([...text.matchAll(/operation="([^"]*)"/g)].map(([, label]) => label));
  expect(labels.size).toBeLessThanOrEqual(101);
  expect(labels).toContain('other');
  expect(text.length).toBeLessThan(300_000);
});
