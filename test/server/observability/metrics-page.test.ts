import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { registeredMetrics } from './registry.ts';

test.each([
  ['metrics', false],
  ['metrics of redis', true],
])('docs/metrics.md lists every metric of the gateway, with its labels: the table of %s', async (mark, ofRedis) => {
  const own = (await registeredMetrics()).filter(({ name }) => name.startsWith('coder_graphql_'));
  const rows = own
    .filter(({ name }) => name.startsWith('coder_graphql_redis_') === ofRedis)
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, type, labels, help }) => {
      const split = labels.map((label) => `\`${label}\``).join(', ');
      return `| \`${name}\` | ${type} | ${split} | ${help} |`;
    });
  const page = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');
  const [, table] = new RegExp(`<!-- ${mark} -->\\n([\\s\\S]*?)\\n<!-- /${mark} -->`).exec(page) ?? [];
  expect(table).toBe(['| name | type | labels | what |', '| --- | --- | --- | --- |', ...rows].join('\n'));
});

test('names follow the conventions: counters end in _total, durations are seconds, sizes bytes', async () => {
  const metrics = await registeredMetrics();
  for (const { name, type } of metrics) expect(name.endsWith('_total'), name).toBe(type === 'counter');
  for (const { name, type } of metrics.filter((metric) => metric.name.startsWith('coder_graphql_'))) {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(name).not.toMatch(/_(ms|milliseconds|kb|mb|minutes)(_|$)/);
    if (type === 'histogram') expect(name).toMatch(/_seconds$/);
  }
});
