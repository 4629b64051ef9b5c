import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { flagOf, readSettings, settingsHelp, settingsTable } from '../src/config.ts';
import { defaultSettings } from './default-settings.ts';

const variables = [...settingsTable().matchAll(/^\| `(\w+)`/gm)].map(([, variable]) => variable as string);

function problems(env: Record<string, string>, flags: [string, string | true][] = []): string[] {
  return readSettings({ env, flags: new Map(flags) }).problems ?? [];
}

describe('defaults', () => {
  test('need no environment', () => {
    expect(defaultSettings()).toEqual({
      coderUrl: undefined,
      sessionToken: undefined,
      coderHeaders: {},
      clientCert: undefined,
      clientKey: undefined,
      httpsProxy: undefined,
      httpProxy: undefined,
      noProxy: '',
      host: '127.0.0.1',
      port: 4000,
      basePath: '',
      graphiql: true,
      appDir: undefined,
      introspection: true,
      allowedOrigins: 'same-origin',
      allowedHosts: undefined,
      maxDepth: 20,
      maxAliases: 30,
      maxTokens: 2000,
      maxDocumentKb: 64,
      maxRequestKb: 256,
      maxComplexity: 50_000,
      maxUpstreamCalls: 500,
      maxOperationMb: 64,
      maxResponseMb: 16,
      maxConnections: 10_000,
      maxIdentityConnections: 1_000,
      maxSubscriptions: 50,
      maxIdentitySubscriptions: 5_000,
      maxIdentityFeeds: 200,
      idleSocketMs: 60_000,
      rateOperations: 3_000,
      rateComplexity: 3_000_000,
      upstreamConcurrency: 64,
      upstreamTimeoutMs: 10_000,
      requestTimeoutMs: 30_000,
      cacheMb: 64,
      compression: true,
      drainDelayMs: 0,
      redisUrl: undefined,
      redisSecret: undefined,
      metricsPort: undefined,
      otlpEndpoint: undefined,
      trace: false,
      logLevel: 'info',
      logFormat: 'json',
    });
  });

  test('depend on production and on the terminal where they say so', () => {
    expect(readSettings({ env: { NODE_ENV: 'production' } }).settings?.graphiql).toBe(false);
    expect(readSettings({ env: {}, terminal: true }).settings?.logFormat).toBe('pretty');
  });
});

test('variables are read, an empty one counts as unset, a flag wins', () => {
  const env = { CODER_URL: 'https://coder.example.com/prefix', PORT: '', GATEWAY_MAX_DEPTH: '7', GATEWAY_TRACE: 'on' };
  const flags = new Map<string, string | true>([['gateway-max-depth', '9']]);
  const { settings } = readSettings({ env, flags });
  expect(settings?.coderUrl?.href).toBe('https://coder.example.com/prefix');
  expect(settings).toMatchObject({ port: 4000, maxDepth: 9, trace: true });
});

test('lists are split at commas', () => {
  const { settings } = readSettings({
    env: {
      GATEWAY_ALLOWED_ORIGINS: 'https://a.example.com, http://b:81',
      GATEWAY_ALLOWED_HOSTS: 'a.example.com,[::1]:4000',
    },
  });
  expect(settings?.allowedOrigins).toEqual(['https://a.example.com', 'http://b:81']);
  expect(settings?.allowedHosts).toEqual(['a.example.com', '[::1]:4000']);
});

test.each([
  ['CODER_URL', 'coder.example.com'],
  ['CODER_URL', 'https://user:pass@coder.example.com'],
  ['CODER_URL', 'https://coder.example.com/?a=b'],
  ['CODER_SESSION_TOKEN', 'with a blank'],
  ['HOST', 'a b'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '4e3'],
  ['GATEWAY_GRAPHIQL', 'maybe'],
  ['GATEWAY_ALLOWED_ORIGINS', 'app.example.com'],
  ['GATEWAY_ALLOWED_ORIGINS', 'https://app.example.com/path'],
  ['GATEWAY_ALLOWED_ORIGINS', ','],
  ['GATEWAY_ALLOWED_ORIGINS', 'https://*'],
  ['GATEWAY_ALLOWED_ORIGINS', 'https://*.com'],
  ['GATEWAY_ALLOWED_ORIGINS', 'https://*.com.'],
  ['GATEWAY_ALLOWED_ORIGINS', 'https://*.*.example.com'],
  ['GATEWAY_ALLOWED_ORIGINS', 'https://app.*.example.com'],
  ['GATEWAY_ALLOWED_ORIGINS', 'https://*example.com'],
  ['GATEWAY_ALLOWED_ORIGINS', 'https://*.10.0.0.1'],
  ['GATEWAY_ALLOWED_ORIGINS', 'chrome-extension://*'],
  ['GATEWAY_ALLOWED_ORIGINS', '*.example.com'],
  ['GATEWAY_ALLOWED_ORIGINS', 'null'],
  ['GATEWAY_ALLOWED_ORIGINS', 'file://localhost'],
  ['GATEWAY_ALLOWED_ORIGINS', 'capacitor://'],
  ['GATEWAY_ALLOWED_ORIGINS', 'capacitor://localhost/app'],
  ['GATEWAY_ALLOWED_ORIGINS', 'https://a.example.com, *'],
  ['GATEWAY_BASE_PATH', 'builds'],
  ['GATEWAY_BASE_PATH', '//builds'],
  ['GATEWAY_BASE_PATH', '/a/../b'],
  ['GATEWAY_BASE_PATH', '/a b'],
  ['GATEWAY_BASE_PATH', '/a?b'],
  ['GATEWAY_BASE_PATH', '/a%2fb'],
  ['GATEWAY_METRICS_PORT', 'tcp://'],
  ['PORT', 'tcp://10.0.0.1:80'],
  ['GATEWAY_ALLOWED_HOSTS', 'https://app.example.com'],
  ['GATEWAY_MAX_DEPTH', '0'],
  ['GATEWAY_MAX_RESPONSE_MB', '1.5'],
  ['GATEWAY_UPSTREAM_TIMEOUT_MS', '2147483648'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector:4318/?tenant=a'],
  ['LOG_LEVEL', 'loud'],
  ['LOG_FORMAT', 'xml'],
])('%s=%s is refused: the name, what came and what is expected', (variable, text) => {
  const [problem, ...others] = problems({ [variable]: text });
  expect(others).toEqual([]);
  expect(problem).toContain(variable);
  expect(problem).toMatch(/expected ./);
  if (variable === 'CODER_SESSION_TOKEN') expect(problem).not.toContain(text);
  // Credentials in a URL are a secret too.
  else expect(problem).toContain(JSON.stringify(text.replace('user:pass', '…')));
  expect(problem).not.toContain('user:pass');
});

test('origins of apps and of all subdomains are read as browsers send them', () => {
  const text = 'capacitor://localhost, tauri://localhost,chrome-extension://abcdefghijklmnop, vscode-webview://1a2b,';
  const { settings } = readSettings({
    env: { GATEWAY_ALLOWED_ORIGINS: `${text} https://*.Example.com, http://*.example.com:8080/` },
  });
  expect(settings?.allowedOrigins).toEqual([
    'capacitor://localhost',
    'tauri://localhost',
    'chrome-extension://abcdefghijklmnop',
    'vscode-webview://1a2b',
    'https://*.example.com',
    'http://*.example.com:8080',
  ]);
});

test.each([
  ['CODER_CLIENT_CERT', 'CODER_CLIENT_KEY'],
  ['CODER_CLIENT_KEY', 'CODER_CLIENT_CERT'],
])('%s alone is refused: there must be %s too', (given, missing) => {
  expect(problems({ [given]: '/tls/file' })).toEqual([
    expect.stringContaining(`${missing}: got nothing, expected the path`),
  ]);
});

test.each([
  ['/', ''],
  ['/builds', '/builds'],
  ['/tools/builds/', '/tools/builds'],
  ['/v1.2/~x', '/v1.2/~x'],
])('the base path %s is read', (text, basePath) => {
  expect(readSettings({ env: { GATEWAY_BASE_PATH: text } }).settings?.basePath).toBe(basePath);
});

test('a service link of Kubernetes is no setting; a flag always is one', () => {
  const link = 'tcp://10.96.12.7:9090';
  expect(readSettings({ env: { GATEWAY_METRICS_PORT: link } }).settings?.metricsPort).toBeUndefined();
  expect(problems({}, [['gateway-metrics-port', link]])).toHaveLength(1);
});

test('all problems come at once, unknown flags among them', () => {
  expect(
    problems({ PORT: 'x', LOG_LEVEL: 'y' }, [
      ['gateway-max-dept', '3'],
      ['host', true],
    ]),
  ).toEqual([
    expect.stringContaining('--gateway-max-dept: '),
    expect.stringContaining('--host: '),
    expect.stringContaining('PORT: '),
    expect.stringContaining('LOG_LEVEL: '),
  ]);
});

test('what is wrong only together comes with the rest', () => {
  const together = { CODER_CLIENT_CERT: '/tls/file', HTTPS_PROXY: 'ftp://proxy', REDIS_URL: 'redis://redis' };
  expect(problems({ ...together, CODER_URL: 'https://coder.example.com', PORT: 'x' })).toEqual([
    expect.stringContaining('PORT: '),
    expect.stringContaining('CODER_CLIENT_KEY: '),
    expect.stringContaining('HTTPS_PROXY: '),
    expect.stringContaining('GATEWAY_REDIS_SECRET: '),
  ]);
  // Of what cannot be read nothing more is known.
  expect(problems({ ...together, CODER_URL: 'coder.example.com' })).toEqual([
    expect.stringContaining('CODER_URL: '),
    expect.stringContaining('CODER_CLIENT_KEY: '),
  ]);
});

test('a flag that may stand alone means on', () => {
  expect(readSettings({ env: {}, flags: new Map([['gateway-trace', true]]) }).settings?.trace).toBe(true);
});

test('--help names every variable and flag', () => {
  for (const variable of variables) {
    expect(settingsHelp()).toContain(variable);
    expect(settingsHelp()).toContain(`--${flagOf(variable)} `);
  }
});

test('the README has the table of settings', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, table] = /<!-- settings -->\n+([\s\S]*?)\n+<!-- \/settings -->/.exec(readme) ?? [];
  expect(table).toBe(settingsTable());
});

test('the table is one row per setting', () => {
  expect(variables).toHaveLength(Object.keys(defaultSettings()).length);
  expect(settingsTable().split('\n')).toHaveLength(variables.length + 2);
});
