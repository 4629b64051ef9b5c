import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startTestCoder, type TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { startConnectProxy } from '../coder/connect-proxy.ts';
import { until } from '../feeds/support.ts';
import { type Program, startProgram, useProgram } from './program.ts';
import { connect, follow, runningBuild } from './support.ts';
import { certificateFile, startTlsFront } from './tls-front.ts';

useProgram();

const trusted = { NODE_EXTRA_CA_CERTS: certificateFile('ca') };

async function startCoder(): Promise<TestCoder> {
  const coder = await startTestCoder({ rateLimit: -1 });
  onTestFinished(() => coder.close());
  return coder;
}

async function viewer({ url }: Program, coder: TestCoder) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'coder-session-token': coder.user('mira').token },
    body: JSON.stringify({ query: '{ viewer { username } }' }),
  });
  return (await response.json()) as { data: unknown; errors?: { extensions: Record<string, unknown> }[] };
}

const mira = { data: { viewer: { username: 'mira' } } };

/** Follows a build that goes on while it is followed, so that its last lines come by a socket. */
async function followsABuild({ url }: Program, coder: TestCoder): Promise<void> {
  const build = runningBuild(coder);
  const followed = follow(connect(url, coder.user('mira').token), build);
  await until('the socket', () => coder.sockets().total === 1);
  coder.control.appendLogs(build, ['by the socket']);
  await until('the line', () => followed.lines.some(({ output }) => output === 'by the socket'));
  coder.control.succeed(build);
  await followed.finished;
  expect(followed.errors).toBeUndefined();
  expect(followed.completed).toBe(true);
}

describe('NODE_EXTRA_CA_CERTS', () => {
  it('lets requests and feeds trust the authority of a company', async () => {
    const coder = await startCoder();
    const front = await startTlsFront(coder.url);
    const program = await startProgram(`https://localhost:${front.port}`, trusted);
    expect(await viewer(program, coder)).toEqual(mira);
    await followsABuild(program, coder);
  });

  it('is needed for one: the log says why Coder does not answer', async () => {
    const coder = await startCoder();
    const front = await startTlsFront(coder.url);
    const program = await startProgram(`https://localhost:${front.port}`);
    const { errors } = await viewer(program, coder);
    expect(errors?.[0]?.extensions.code).toBe('UPSTREAM_UNAVAILABLE');
    await until('the log', () => program.output().includes('SELF_SIGNED_CERT_IN_CHAIN'));
  });
});

describe('HTTPS_PROXY', () => {
  it('carries requests and feeds to a Coder with TLS, whose name only the proxy knows', async () => {
    const coder = await startCoder();
    const front = await startTlsFront(coder.url);
    const proxy = await startConnectProxy();
    const program = await startProgram(`https://coder.test:${front.port}`, {
      ...trusted,
      HTTPS_PROXY: `http://user:s3cret@${proxy.url.host}`,
      CODER_HEADER: 'X-Access=s3cret',
    });
    expect(await viewer(program, coder)).toEqual(mira);
    await followsABuild(program, coder);
    expect(new Set(proxy.targets)).toEqual(new Set([`coder.test:${front.port}`]));
    expect(proxy.targets.length).toBeGreaterThanOrEqual(2);
    expect(proxy.requests[0]?.headers).toHaveProperty('proxy-authorization');
    expect(proxy.requests[0]?.headers).not.toHaveProperty('x-access');
  });

  it('that refuses is an outage, and the log names the proxy without its password', async () => {
    const coder = await startCoder();
    const proxy = await startConnectProxy();
    proxy.answer = 407;
    const program = await startProgram('https://coder.test', { HTTPS_PROXY: `http://user:s3cret@${proxy.url.host}` });
    const { errors } = await viewer(program, coder);
    expect(errors?.[0]?.extensions.code).toBe('UPSTREAM_UNAVAILABLE');
    const said = `the proxy ${proxy.url.host} answered CONNECT coder.test:443 with 407`;
    await until('the log', () => program.output().includes(said));
    expect(program.output()).not.toContain('s3cret');
  });

  it('is not used for what NO_PROXY names, by requests and feeds alike', async () => {
    const coder = await startCoder();
    const front = await startTlsFront(coder.url);
    const proxy = await startConnectProxy();
    const program = await startProgram(`https://localhost:${front.port}`, {
      ...trusted,
      https_proxy: proxy.url.href,
      no_proxy: 'example.com, localhost',
    });
    expect(await viewer(program, coder)).toEqual(mira);
    await followsABuild(program, coder);
    expect(proxy.targets).toEqual([]);
  });
});

describe('CODER_CLIENT_CERT and CODER_CLIENT_KEY', () => {
  async function copies() {
    const folder = await mkdtemp(join(tmpdir(), 'coder-graphql-tls-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const env = { CODER_CLIENT_CERT: join(folder, 'tls.crt'), CODER_CLIENT_KEY: join(folder, 'tls.key') };
    const put = async (name: string) => {
      await copyFile(certificateFile(name), env.CODER_CLIENT_CERT);
      await copyFile(certificateFile(`${name}.key`), env.CODER_CLIENT_KEY);
    };
    await put('client-one');
    return { env, put };
  }

  it('are shown by requests and feeds, and read again when they change', async () => {
    const coder = await startCoder();
    const front = await startTlsFront(coder.url, { needsClientCertificate: true });
    const { env, put } = await copies();
    const program = await startProgram(`https://localhost:${front.port}`, { ...trusted, ...env, LOG_LEVEL: 'info' });
    expect(await viewer(program, coder)).toEqual(mira);
    await followsABuild(program, coder);
    expect(new Set(front.clients)).toEqual(new Set(['one']));

    await writeFile(env.CODER_CLIENT_CERT, 'half of a cert');
    await until('the complaint', () => program.output().includes('tls.crt holds no certificate in PEM'));
    expect(await viewer(program, coder)).toEqual(mira);
    expect(new Set(front.clients)).toEqual(new Set(['one']));

    const before = front.clients.length;
    await put('client-two');
    await until('the new one', () => program.output().includes('client certificate read again'));
    const changed = front.clients.length;
    expect(front.clients.slice(before, changed)).not.toContain('two');
    expect(await viewer(program, coder)).toEqual(mira);
    await followsABuild(program, coder);
    expect(new Set(front.clients.slice(changed))).toEqual(new Set(['two']));
  });

  it('are missed where Coder asks for one: an outage', async () => {
    const coder = await startCoder();
    const front = await startTlsFront(coder.url, { needsClientCertificate: true });
    const program = await startProgram(`https://localhost:${front.port}`, trusted);
    const { errors } = await viewer(program, coder);
    expect(errors?.[0]?.extensions.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(front.clients).toEqual([]);
  });
});
