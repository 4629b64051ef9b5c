import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readSettings, settingNames } from '../src/config.ts';

const root = resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const variables = new Set<string>(Object.values(settingNames));

/** What is wrong with settings that a deployment sets. */
function problemsOf(env: Record<string, string>): string[] {
  const unknown = Object.keys(env).filter((name) => !variables.has(name));
  return [...unknown.map((name) => `${name}: there is no such setting`), ...(readSettings({ env }).problems ?? [])];
}

/** Runs the tool; undefined where it is not installed. */
async function tool(name: string, args: string[]): Promise<string | undefined> {
  try {
    return (await promisify(execFile)(name, args, { cwd: root })).stdout;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw error;
  }
}

describe('the image', () => {
  const lines = read('Dockerfile')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => /^(\S+)\s+(.*)$/.exec(line)?.slice(1) as [string, string]);
  const last = lines.slice(lines.findLastIndex(([step]) => step === 'FROM'));

  it('is built on one Node, which the tests run on too', () => {
    const bases = lines.filter(([step]) => step === 'FROM').map(([, text]) => text.split(' ')[0]);
    expect([...new Set(bases)]).toEqual(['node:24-slim']);
    expect(read('.ci/run')).toContain('.ci/with-node.sh 24 ');
  });

  it('copies files that there are, and that are not ignored', () => {
    const ignored = new Set(read('.dockerignore').split('\n'));
    const sources = lines
      .filter(([step, text]) => step === 'COPY' && !text.startsWith('--from'))
      .flatMap(([, text]) => text.split(' ').slice(0, -1));
    for (const source of sources) {
      expect(existsSync(join(root, source)), source).toBe(true);
      expect(ignored).not.toContain(source);
    }
    // What the package is made of is there.
    const { files } = JSON.parse(read('package.json')) as { files: string[] };
    for (const file of files.filter((each) => !each.startsWith('dist')))
      expect(ignored).not.toContain(file.split('/')[0]);
  });

  it('runs as nobody in particular, under tini, with settings that there are', () => {
    const steps = Object.fromEntries(last);
    expect(steps.USER).toBe('node');
    expect(JSON.parse(steps.ENTRYPOINT as string).slice(0, 3)).toEqual(['tini', '--', 'node']);
    const env = Object.fromEntries((steps.ENV as string).split(' ').map((pair) => pair.split('=') as [string, string]));
    const { NODE_ENV, ...settings } = env;
    expect(NODE_ENV).toBe('production');
    expect(problemsOf(settings)).toEqual([]);
    expect(steps.EXPOSE).toBe(settings.PORT);
  });
});

describe('the compose file', () => {
  const compose = parse(read('deploy/compose.yaml'));

  it('sets what the table of settings has', () => {
    const given = compose.services.gateway.environment as Record<string, string>;
    const example: Record<string, string> = { CODER_URL: 'https://coder.example.com', REDIS_PASSWORD: 'x'.repeat(48) };
    const filled = Object.entries(given).map(([name, text]) => [
      name,
      text.replaceAll(/\$\{(\w+)[^}]*\}/g, (_, variable: string) => example[variable] ?? ''),
    ]);
    expect(problemsOf(Object.fromEntries(filled))).toEqual([]);
    expect(compose.services.gateway.deploy.replicas).toBe(2);
  });

  it('mounts files that there are, and they are YAML', () => {
    const services: { volumes?: string[] }[] = Object.values(compose.services);
    const files = services.flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0] as string));
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) expect(() => parse(read(join('deploy', file)))).not.toThrow();
  });

  it('scrapes under the name of the alerts', () => {
    const jobs = parse(read('deploy/prometheus.yaml')).scrape_configs as { job_name: string }[];
    expect(jobs.map(({ job_name }) => job_name)).toEqual(['coder-graphql']);
    expect(read('deploy/alerts.yaml')).toContain('job="coder-graphql"');
  });
});

describe('the chart', () => {
  const values = parse(read('deploy/helm/values.yaml'));
  const folder = join(root, 'deploy/helm/templates');
  const templates = readdirSync(folder).map((name) => [name, read(`deploy/helm/templates/${name}`)] as const);

  it('has the version of the package, and settings that there are', () => {
    const chart = parse(read('deploy/helm/Chart.yaml'));
    expect(chart.appVersion).toBe(JSON.parse(read('package.json')).version);
    expect(problemsOf(values.settings)).toEqual([]);
    const drain = Number(values.settings.GATEWAY_DRAIN_DELAY_MS) / 1_000;
    expect(values.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(drain + 12);
  });

  it('uses the values that there are, all of them', () => {
    const used = new Set(
      templates.flatMap(([, text]) => [...text.matchAll(/\.Values\.([\w.]+)/g)].map(([, path]) => path as string)),
    );
    for (const path of used) {
      const found = path
        .split('.')
        .reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], values);
      expect(found, path).not.toBeUndefined();
    }
    for (const [name, value] of Object.entries(values)) {
      const whole = used.has(name) || name === 'settings';
      const leaves = whole ? [name] : Object.keys(value as object).map((key) => `${name}.${key}`);
      for (const leaf of leaves) expect([...used, 'settings'], leaf).toContain(leaf);
    }
  });

  it.each(templates.filter(([name]) => name.endsWith('.yaml')))('%s is YAML around its actions', (_, text) => {
    const plain = text.replaceAll(/^\s*\{\{-? .*\}\}\n/gm, '').replaceAll(/"?\{\{[^}]*\}\}(:\{\{[^}]*\}\})?"?/g, 'x');
    expect(parse(plain)).toMatchObject({ apiVersion: expect.any(String), kind: expect.any(String) });
    const opened = [...text.matchAll(/\{\{-? (if|with|range) /g)];
    expect([...text.matchAll(/\{\{-? end \}\}/g)]).toHaveLength(opened.length);
  });

  it('is rendered by helm, where that is installed', async () => {
    const all = ['ingress', 'autoscaling', 'serviceMonitor', 'networkPolicy'].flatMap((name) => [
      '--set',
      `${name}.enabled=true`,
    ]);
    const options = [
      'template',
      'test',
      'deploy/helm',
      '--set',
      'settings.CODER_URL=https://coder.example.com',
      ...all,
    ];
    const rendered = await tool('helm', options);
    if (rendered === undefined) return console.log('not checked, since there is no helm on this machine');
    const kinds = rendered.split(/^---$/m).flatMap((text) => (parse(text) as { kind: string } | null)?.kind ?? []);
    expect(kinds.sort()).toEqual([
      'Deployment',
      'HorizontalPodAutoscaler',
      'Ingress',
      'NetworkPolicy',
      'PodDisruptionBudget',
      'Service',
      'ServiceMonitor',
    ]);
  });
});
