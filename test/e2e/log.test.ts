import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { startEmbeddedCoder } from '../../src/embedded/server.ts';
import { startTestCoder } from '../../src/embedded/testing/test-coder.ts';
import { startCollector } from '../server/observability/collector.ts';
import { programFolder, startProgram, useProgram } from './program.ts';

useProgram();

const headers = { 'content-type': 'application/json' };
const post = async (url: string, query: string, more: Record<string, string> = {}) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, ...more },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: await response.text() };
};

const linesOf = (output: string) =>
  (output.match(/^\{.*\}$/gm) ?? []).map((line) => JSON.parse(line) as Record<string, unknown>);

test('the last lines of the log are written before the program exits', async () => {
  const coder = await startEmbeddedCoder();
  onTestFinished(() => coder.close());
  const program = await startProgram(coder.url, { LOG_LEVEL: 'info' });
  for (let count = 0; count < 40; count++) expect((await post(program.url, '{ __typename }')).status).toBe(200);
  expect(await program.stop('SIGTERM')).toBe(0);
  const messages = linesOf(program.output()).map(({ msg }) => msg);
  expect(messages.filter((message) => message === 'operation')).toHaveLength(40);
  expect(messages.slice(-2)).toEqual(['draining', 'stopped']);
});

test('at debug each call of Coder is a line, with the ids by which both sides know it', async () => {
  const coder = await startTestCoder();
  onTestFinished(() => coder.close());
  const program = await startProgram(coder.url, { LOG_LEVEL: 'debug' });
  coder.clearRequests();
  const { token } = coder.user('mira');
  const more = { 'coder-session-token': token, 'x-request-id': 'my-request' };
  expect((await post(program.url, '{ viewer { username } }', more)).body).toContain('mira');
  expect(coder.requests.map(({ headers }) => headers['x-request-id'])).toEqual(['my-request']);
  expect(await program.stop('SIGTERM')).toBe(0);
  const lines = linesOf(program.output()).filter(({ requestId }) => requestId === 'my-request');
  expect(lines).toMatchObject([
    {
      msg: 'upstream call',
      method: 'GET',
      route: '/users/{user}',
      status: 200,
      coderRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      durationMs: expect.any(Number),
    },
    { msg: 'operation', type: 'query', upstreamCalls: 1, identity: expect.stringMatching(/^[\w-]{16}$/) },
    { msg: 'request', path: '/graphql', status: 200 },
  ]);
  expect(program.output()).not.toContain(token);
});

test('spans are delivered to the collector, the last ones before the program exits', async () => {
  const collector = await startCollector();
  const coder = await startEmbeddedCoder();
  onTestFinished(() => coder.close());
  const program = await startProgram(coder.url, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  await post(program.url, 'query Last { __typename }');
  expect(await program.stop('SIGTERM')).toBe(0);
  expect(collector.spans.map(({ name, attributes }) => [name, attributes['graphql.operation.name']])).toEqual([
    ['query', 'Last'],
  ]);
});

test('a collector that is away keeps neither requests nor the end of the program waiting', async () => {
  const coder = await startEmbeddedCoder();
  onTestFinished(() => coder.close());
  const program = await startProgram(coder.url, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
  expect((await post(program.url, '{ __typename }')).status).toBe(200);
  expect(await program.stop('SIGTERM')).toBe(0);
});

test.each(['hangs', 'answers 500'])(
  'a collector that %s keeps neither requests nor the end of the program waiting',
  async (what) => {
    const server = createServer((_, response) => {
      if (what !== 'hangs') response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const coder = await startEmbeddedCoder();
    onTestFinished(() => coder.close());
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_BSP_SCHEDULE_DELAY: '10' };
    const program = await startProgram(coder.url, env);
    for (let count = 0; count < 10; count++) expect((await post(program.url, '{ __typename }')).status).toBe(200);
    expect(await program.stop('SIGTERM')).toBe(0);
  },
);

test('a log that nobody reads keeps neither requests nor the end of the program waiting', async () => {
  const coder = await startEmbeddedCoder();
  onTestFinished(() => coder.close());
  const program = await startProgram(coder.url, { LOG_LEVEL: 'debug' });
  program.process.stderr?.pause();
  const more = { 'x-request-id': 'x'.repeat(64) };
  // Twice what the pipe and this process take in before somebody reads.
  for (let count = 0; count < 40; count++) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(program.url, '{ __typename }', more)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  }
  expect(await program.stop('SIGTERM')).toBe(0);
}, 60_000);

/** A file on a disk that has no room. */
function fullDisk(): number {
  const fd = openSync('/dev/full', 'w');
  onTestFinished(() => closeSync(fd));
  return fd;
}

test('a log on a full disk keeps neither requests nor the end of the program waiting', async () => {
  const coder = await startEmbeddedCoder();
  onTestFinished(() => coder.close());
  const program = await startProgram(coder.url, { LOG_LEVEL: 'debug' }, fullDisk());
  for (let count = 0; count < 100; count++) expect((await post(program.url, '{ __typename }')).status).toBe(200);
  expect(await program.stop('SIGTERM')).toBe(0);
});

test('output that cannot be written ends no gateway, and fails a command that only prints', async () => {
  const coder = await startEmbeddedCoder();
  onTestFinished(() => coder.close());
  const start = (...args: string[]) => {
    const child = spawn(process.execPath, [join(programFolder(), 'dist/main.js'), ...args], {
      env: { PATH: process.env.PATH, CODER_URL: coder.url, PORT: '0', LOG_FORMAT: 'json' },
      stdio: ['ignore', fullDisk(), 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  const printing = start('--print-schema');
  const [message] = await once(printing.stderr as Readable, 'data');
  expect(String(message)).toContain('coder-graphql: cannot print: ENOSPC');
  expect(await once(printing, 'exit')).toEqual([1, null]);
  const serving = start();
  const [line] = await once(serving.stderr as Readable, 'data');
  expect(JSON.parse(String(line))).toMatchObject({ msg: 'the addresses cannot be printed', cause: 'ENOSPC' });
  serving.kill('SIGTERM');
  expect(await once(serving, 'exit')).toEqual([0, null]);
});
