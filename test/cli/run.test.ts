import { fileURLToPath } from 'node:url';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { startTestCoder, type TestCoder } from '../../src/embedded/testing/test-coder.ts';

interface Ran {
  code: Promise<number>;
  printed: () => string;
  complained: () => string;
  stop: () => void;
  /** Resolves to the banner. */
  started: Promise<string>;
}

function command(args: string[], env: Record<string, string> = {}): Ran {
  const output = { out: '', err: '' };
  let stop = () => {};
  let announce = (_: string) => {};
  const started = new Promise<string>((resolve) => {
    announce = resolve;
  });
  const shutdownSignal = new Promise<string>((resolve) => {
    stop = () => resolve('test');
  });
  const code = run({
    args,
    readEnv: () => ({ LOG_LEVEL: 'silent', ...env }),
    terminal: false,
    print: async (text) => {
      output.out += text;
      announce(text);
    },
    printError: (text) => {
      output.err += text;
    },
    shutdownSignal,
  });
  return { code, stop, started, printed: () => output.out, complained: () => output.err };
}

async function finished(args: string[], env: Record<string, string> = {}) {
  const { code, printed, complained } = command(args, env);
  return { code: await code, out: printed(), err: complained() };
}

test('--help explains every flag', async () => {
  const { code, out } = await finished(['--help']);
  expect(code).toBe(0);
  for (const flag of ['--print-schema', '--check', '--coder-url', '--gateway-max-depth']) expect(out).toContain(flag);
});

test('an environment that cannot be read stops the start in one line, and no help', async () => {
  const readEnv = () => {
    throw new Error('.env: got a file in UTF-16');
  };
  const said: string[] = [];
  const context = { readEnv, terminal: false, shutdownSignal: new Promise<string>(() => {}) };
  const say = async (text: string) => void said.push(text);
  expect(await run({ ...context, args: [], print: say, printError: say })).toBe(1);
  expect(said).toEqual(['coder-graphql: .env: got a file in UTF-16\n']);
  expect(await run({ ...context, args: ['--help'], print: say, printError: say })).toBe(0);
});

test('--version prints a version and nothing else', async () => {
  expect((await finished(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
});

test('what cannot be printed fails the command, and not a gateway', async () => {
  const said: string[] = [];
  let code = 'ENOSPC';
  const context = {
    readEnv: () => ({ LOG_LEVEL: 'silent', PORT: '0' }),
    terminal: false,
    print: () => Promise.reject(Object.assign(new Error(`write ${code}`), { code })),
    printError: (text: string) => void said.push(text),
    shutdownSignal: Promise.resolve('test'),
  };
  expect(await run({ ...context, args: ['--version'] })).toBe(1);
  code = 'EPIPE';
  expect(await run({ ...context, args: ['--version'] })).toBe(1);
  expect(said).toEqual(['coder-graphql: cannot print: write ENOSPC\n']);
  expect(await run({ ...context, args: [] })).toBe(0);
  expect(said).toHaveLength(1);
});

test('--print-schema prints SDL', async () => {
  const { out } = await finished(['--print-schema']);
  expect(buildSchema(out).getType('Workspace')).toBeDefined();
});

test('all wrong settings are named at once, a token is not shown', async () => {
  const env = { PORT: 'x', CODER_SESSION_TOKEN: 'secret token', GATEWAY_MAX_DEPTH: '0' };
  const { code, err } = await finished(['stray', '--nonsense'], env);
  expect(code).toBe(1);
  for (const name of ['PORT', 'CODER_SESSION_TOKEN', 'GATEWAY_MAX_DEPTH', '--nonsense', 'stray'])
    expect(err).toContain(name);
  expect(err).not.toContain('secret');
});

describe('--check', () => {
  let coder: TestCoder;
  beforeAll(async () => {
    coder = await startTestCoder();
  });
  afterAll(() => coder.close());

  test('prints the version of Coder and compares its answers', async () => {
    const token = coder.user('mira').token;
    const { code, out } = await finished(['--check', '--coder-url', coder.url], { CODER_SESSION_TOKEN: token });
    expect(out).toContain(coder.version);
    expect(out).not.toContain('FAIL');
    expect(out).not.toContain(token);
    expect(code).toBe(0);
  });

  test('fails when an answer is of another shape', async () => {
    coder.faults.add({
      route: '/workspaces',
      times: 1,
      respond: { status: 200, body: Buffer.from('{"workspaces":7}') },
    });
    const { code, out } = await finished(['--check'], {
      CODER_URL: coder.url,
      CODER_SESSION_TOKEN: coder.user('mira').token,
    });
    expect(out).toMatch(/FAIL workspaces/);
    expect(code).toBe(1);
  });

  test('warns of a Coder that is older than the supported ones, without failing', async () => {
    const old = await startTestCoder({ version: 'v2.16.1' });
    const { code, out } = await finished(['--check'], { CODER_URL: old.url });
    await old.close();
    expect(out).toContain('warn version: Coder v2.16.1 is older than v2.17, the oldest supported version');
    expect(code).toBe(0);
  });

  test('names an enum value that this version does not know, and does not fail for it', async () => {
    const fault = coder.faults.add({
      route: '/workspaces/{workspace}',
      mutate: (workspace: Record<string, unknown>) => ({ ...workspace, automatic_updates: 'on tuesdays' }),
    });
    const token = coder.user('mira').token;
    const { code, out } = await finished(['--check'], { CODER_URL: coder.url, CODER_SESSION_TOKEN: token });
    fault.remove();
    expect(out).toContain('warn enum value that this version does not know: AutomaticUpdates: on tuesdays');
    expect(code).toBe(0);
  });

  test('names a field that is missing', async () => {
    coder.faults.add({
      route: '/workspacebuilds/{workspacebuild}',
      times: 1,
      mutate: (build: Record<string, unknown>) => ({ ...build, transition: undefined }),
    });
    const token = coder.user('mira').token;
    const { code, out } = await finished(['--check'], { CODER_URL: coder.url, CODER_SESSION_TOKEN: token });
    expect(out).toMatch(/FAIL build: unknown shape of transition/);
    expect(code).toBe(1);
  });

  test('fails when Coder cannot be reached or refuses the token', async () => {
    expect(await finished(['--check'], { CODER_URL: 'http://127.0.0.1:9' })).toMatchObject({
      code: 1,
      out: expect.stringMatching(/FAIL version: .*\(ECONNREFUSED\)\n +asked at http:\/\/127\.0\.0\.1:9\//),
    });
    const refused = await finished(['--check'], { CODER_URL: coder.url, CODER_SESSION_TOKEN: 'wrong-token' });
    expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('FAIL user') });
  });
});

describe('serving', () => {
  test('the embedded Coder is in front of nothing else: the banner says where, who and how', async () => {
    const { started, stop, code } = command([], { PORT: '0' });
    const banner = await started;
    const url = /HTTP +(\S+)/.exec(banner)?.[1] ?? '';
    expect(banner).toMatch(/WebSocket +ws:.*\n.*healthz.*\n.*metrics/);
    for (const role of ['owner', 'template-admin', 'member']) expect(banner).toMatch(new RegExp(`${role} +\\S{20}`));
    const ask = async (headers: Record<string, string> = {}) => {
      const body = JSON.stringify({ query: '{ viewer { username } }' });
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      return (await response.json()).data.viewer?.username;
    };
    expect(await ask()).toBe('mira');
    const member = /member +(\S+)/.exec(banner)?.[1] ?? '';
    expect(await ask({ authorization: `Bearer ${member}` })).toBe('omar');
    expect(await ask({ authorization: 'Bearer wrong' })).toBeUndefined();
    stop();
    expect(await code).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  test('a port in use is said plainly', async () => {
    const first = command([], { PORT: '0' });
    const port = /HTTP +http:\/\/[^:]+:(\d+)/.exec(await first.started)?.[1] ?? '';
    const second = await finished([], { PORT: port });
    expect(second.code).toBe(1);
    expect(second.err).toMatch(new RegExp(`${port} is in use.*PORT`));
    first.stop();
    expect(await first.code).toBe(0);
  });
});

const tls = new URL('../fixtures/tls/', import.meta.url);

test.each([
  ['none.pem', 'client-one.key.pem', /CODER_CLIENT_CERT: cannot read .*none\.pem \(ENOENT\)/],
  ['make.sh', 'client-one.key.pem', /CODER_CLIENT_CERT: .*make\.sh holds no certificate/],
  ['client-one.pem', 'client-one.pem', /CODER_CLIENT_KEY: .*client-one\.pem holds no private key/],
  [
    'client-one.pem',
    'client-two.key.pem',
    /CODER_CLIENT_KEY: .*client-two\.key\.pem is not the key of the certificate in .*client-one\.pem/,
  ],
])('a client certificate %s with the key %s stops the start and --check', async (cert, key, problem) => {
  const files = {
    CODER_CLIENT_CERT: fileURLToPath(new URL(cert, tls)),
    CODER_CLIENT_KEY: fileURLToPath(new URL(key, tls)),
  };
  for (const args of [[], ['--check']]) {
    const { code, err } = await finished(args, { CODER_URL: 'https://127.0.0.1:1', PORT: '0', ...files });
    expect(code).toBe(1);
    expect(err).toMatch(problem);
    expect(err).toMatch(/^coder-graphql: [^\n]+\n$/);
  }
});
