import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
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
    const { scripts } = JSON.parse(read('package.json')) as { scripts: { start: string } };
    // V8 is told what it is told by `npm start`.
    const command = scripts.start.replace('dist/main.js', '/app/node_modules/coder-graphql/dist/main.js');
    expect(JSON.parse(steps.ENTRYPOINT as string)).toEqual(['tini', '--', ...command.split(' ')]);
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

  it('sends requests to each gateway that is ready, and notices within the drain delay that one is not', () => {
    const { services, configs } = compose;
    const proxy = configs.proxy.content as string;
    const gateways = Array.from({ length: services.gateway.deploy.replicas }, (_, index) => `gateway-${index + 1}`);
    // Compose puts the project's name there, which `--project-name` may have changed.
    const project = '$' + '{COMPOSE_PROJECT_NAME}';
    expect(/^ *to (.*)$/m.exec(proxy)?.[1]).toBe(gateways.map((each) => `${project}-${each}:4000`).join(' '));
    expect(proxy).toContain('health_uri /readyz');
    const seconds = Number(/health_interval (\d+)s/.exec(proxy)?.[1]);
    expect(2 * seconds * 1_000).toBeLessThan(Number(services.gateway.environment.GATEWAY_DRAIN_DELAY_MS));
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

/** All that the chart can make, with settings as people write them. */
const everyValue = {
  settings: {
    CODER_URL: 'https://coder.example.com',
    GATEWAY_RATE_COMPLEXITY: 10_000_000,
    GATEWAY_INTROSPECTION: false,
    GATEWAY_ALLOWED_ORIGINS: ['https://a.example.com', 'https://b.example.com'],
  },
  secretName: 'coder-graphql',
  imagePullSecrets: [{ name: 'registry' }],
  ingress: { enabled: true, className: 'nginx', tlsSecretName: 'tls', annotations: { 'example.com/a': 'b' } },
  autoscaling: { enabled: true },
  serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
  networkPolicy: {
    enabled: true,
    from: [{ namespaceSelector: {} }],
    egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
  },
  podAnnotations: { 'example.com/a': 'b' },
  nodeSelector: { disk: 'ssd' },
  tolerations: [{ key: 'a', operator: 'Exists' }],
  affinity: { nodeAffinity: {} },
};

/** What helm has rendered, in the order of the kinds. */
function resources(rendered: string) {
  const all = parseAllDocuments(rendered).map((document) => document.toJS());
  return all.filter(Boolean).sort((a, b) => a.kind.localeCompare(b.kind));
}

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

  it('is rendered by helm, and is right for Kubernetes, where helm and kubeconform are installed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chart-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'values.yaml'), JSON.stringify(everyValue));
    // A helm that was built from its sources takes itself for one of Kubernetes 1.20.
    const render = (...options: string[]) =>
      tool('helm', ['template', 'test', 'deploy/helm', '--kube-version', '1.34.0', ...options]);
    const least = await render('--set', 'settings.CODER_URL=https://coder.example.com');
    const most = await render('--values', join(folder, 'values.yaml'));
    if (least === undefined || most === undefined) return console.log('not checked, since there is no helm here');
    expect(resources(least).map(({ kind }) => kind)).toEqual(['Deployment', 'PodDisruptionBudget', 'Service']);
    expect(resources(most).map(({ kind }) => kind)).toEqual([
      'Deployment',
      'HorizontalPodAutoscaler',
      'Ingress',
      'NetworkPolicy',
      'PodDisruptionBudget',
      'Service',
      'ServiceMonitor',
    ]);
    const [deployment] = resources(most);
    const given = deployment?.spec.template.spec.containers[0].env as { name: string; value: string }[];
    const env = Object.fromEntries(given.map(({ name, value }) => [name, value]));
    expect(problemsOf(env)).toEqual([]);
    expect(env).toMatchObject({
      CODER_URL: 'https://coder.example.com',
      GATEWAY_RATE_COMPLEXITY: '10000000',
      GATEWAY_INTROSPECTION: 'off',
      GATEWAY_ALLOWED_ORIGINS: 'https://a.example.com,https://b.example.com',
    });
    writeFileSync(join(folder, 'rendered.yaml'), `${least}\n---\n${most}`);
    const schemas = process.env.KUBECONFORM_SCHEMAS;
    const checked = await tool('kubeconform', [
      ...['-strict', '-summary', '-ignore-missing-schemas'],
      ...(schemas === undefined ? [] : ['-schema-location', schemas]),
      join(folder, 'rendered.yaml'),
    ]).catch(({ stdout }: { stdout?: string }) => stdout ?? '');
    if (checked === undefined || checked.includes('failed downloading schema'))
      console.log('not checked by kubeconform, which is not here, or does not reach its schemas');
    // The schema of a ServiceMonitor is not one of Kubernetes' own.
    else expect(checked).toContain('Valid: 9, Invalid: 0, Errors: 0, Skipped: 1');
  });
});
