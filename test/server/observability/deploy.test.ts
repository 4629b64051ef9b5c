import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type RegisteredMetric, registeredMetrics } from './registry.ts';

const alertsFile = fileURLToPath(new URL('../../../deploy/alerts.yaml', import.meta.url));
const dashboardFile = fileURLToPath(new URL('../../../deploy/grafana.json', import.meta.url));

interface Panel {
  type: string;
  title: string;
  targets?: { expr: string; legendFormat?: string }[];
}
interface Rule {
  alert: string;
  expr: string;
  annotations: Record<string, string>;
}

const dashboard = JSON.parse(readFileSync(dashboardFile, 'utf8')) as {
  panels: Panel[];
  templating: { list: { query: string }[] };
};
const { groups } = parse(readFileSync(alertsFile, 'utf8')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap(({ rules: each }) => each);
const panels = dashboard.panels.filter(({ type }) => type !== 'row');

const known = new Map<string, RegisteredMetric>();
/** What Prometheus itself adds to each scrape. */
const SCRAPED = new Set(['instance', 'job']);
const WORDS = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'bool', 'and', 'or', 'unless']);

beforeAll(async () => {
  for (const metric of await registeredMetrics()) {
    if (metric.type !== 'histogram') known.set(metric.name, metric);
    else {
      const { name, labels } = metric;
      known.set(`${name}_bucket`, { ...metric, labels: [...labels, 'le'] });
      for (const suffix of ['sum', 'count']) known.set(`${name}_${suffix}`, metric);
    }
  }
  known.set('up', { name: 'up', help: '', type: 'gauge', labels: [] });
});

/** Names and labels of an expression that no metric has. */
function unknownIn(expr: string): string[] {
  const unknown: string[] = [];
  const labels = new Set<string>();
  const plain = expr
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/([a-zA-Z_:][\w:]*)\s*\{([^}]*)\}/g, (_, name: string, matchers: string) => {
      for (const [, label = ''] of matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"[^"]*"/g)) {
        if (!SCRAPED.has(label) && !known.get(name)?.labels.includes(label)) unknown.push(`${name}{${label}}`);
      }
      return name;
    })
    .replaceAll(/\b(?:by|without)\s*\(([^)]*)\)/g, (_, list: string) => {
      for (const label of list.split(',')) labels.add(label.trim());
      return '';
    });
  const names = [...plain.matchAll(/[a-zA-Z_:][\w:]*(?!\w*\s*\()/g)]
    .map(([name]) => name)
    .filter((name) => !WORDS.has(name));
  expect(names, expr).not.toEqual([]);
  for (const name of names) {
    const metric = known.get(name);
    if (!metric) unknown.push(name);
    else
      for (const label of labels)
        if (!SCRAPED.has(label) && !metric.labels.includes(label)) unknown.push(`${name} by ${label}`);
  }
  return unknown;
}

test('should find what does not exist', () => {
  expect(unknownIn('sum by (le, route) (rate(coder_graphql_nothing_bucket{code="x"}[5m])) > 2')).toEqual([
    'coder_graphql_nothing_bucket{code}',
    'coder_graphql_nothing_bucket',
  ]);
  expect(unknownIn('sum by (color) (coder_graphql_open_sockets{size=~"1|2"})')).toEqual([
    'coder_graphql_open_sockets{size}',
    'coder_graphql_open_sockets by color',
  ]);
});

test.each(panels)('the panel "$title" asks only for what the gateway has', ({ targets = [] }) => {
  expect(targets).not.toEqual([]);
  expect(targets.flatMap(({ expr }) => unknownIn(expr))).toEqual([]);
  for (const { expr, legendFormat = '' } of targets) {
    for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
      expect(expr).toMatch(new RegExp(`by \\([^)]*\\b${label}\\b`));
  }
});

test('the variables of the dashboard ask for a metric that there is', () => {
  const [, metric = ''] = /label_values\((\w+), instance\)/.exec(JSON.stringify(dashboard.templating.list)) ?? [];
  expect(known.has(metric)).toBe(true);
});

test.each(rules)('the alert $alert asks only for what the gateway has', ({ expr, annotations }) => {
  expect(unknownIn(expr)).toEqual([]);
  for (const [, label = ''] of JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)) {
    if (!SCRAPED.has(label)) expect(expr).toMatch(new RegExp(`by \\([^)]*\\b${label}\\b`));
  }
});

test('every metric of the gateway is on the dashboard', () => {
  const shown = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join('\n');
  const own = [...known.values()].map(({ name }) => name).filter((name) => name.startsWith('coder_graphql_'));
  expect([...new Set(own)].filter((name) => !shown.includes(name))).toEqual([]);
});

test('promtool, where it is installed, finds nothing wrong with the alerts', async () => {
  const promtool = process.env.PROMTOOL ?? 'promtool';
  const checked = promisify(execFile)(promtool, ['check', 'rules', alertsFile]);
  const said = await checked.then(
    ({ stdout }) => stdout,
    (error: NodeJS.ErrnoException & { stdout?: string }) =>
      error.code === 'ENOENT' ? 'SUCCESS' : String(error.stdout),
  );
  expect(said).toContain('SUCCESS');
});
