import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startTestCoder } from '../../src/embedded/testing/test-coder.ts';
import { programFolder, useProgram } from './program.ts';
import { until } from './support.ts';

useProgram();

function startWith(limit: number, coderUrl: string) {
  const command = `ulimit -n ${limit} && exec "${process.execPath}" "${join(programFolder(), 'dist/main.js')}"`;
  const child = spawn('sh', ['-c', command], {
    cwd: programFolder(),
    env: { PATH: process.env.PATH, CODER_URL: coderUrl, PORT: '0', LOG_FORMAT: 'json', LOG_LEVEL: 'warn' },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  return { child, output: () => output };
}

it('should say in one line that it cannot start with so few', async () => {
  const said: string[] = [];
  // Fewer, and Node itself cannot begin; more, and it starts.
  for (let limit = 18; limit <= 26; limit++) {
    const { child, output } = startWith(limit, 'http://127.0.0.1:9');
    const started = until('it listens', () => output().includes('Coder  '), 10_000).then(() => undefined);
    const code = await Promise.race([once(child, 'close').then(([exit]) => exit), started.catch(() => undefined)]);
    if (code === undefined) break;
    said.push(output());
  }
  expect(said.filter((text) => /^coder-graphql: .*\(ulimit -n\)\n$/.test(text)).length).toBeGreaterThan(0);
  // Before our first line runs, only Node can say it; Node 24 ends without a word.
  const told = said.filter((text) => text !== '');
  expect(told.filter((text) => !/\(ulimit -n\)\n$/.test(text) && !/EMFILE.*main\.js|^node:|^sh:/m.test(text))).toEqual(
    [],
  );
});

it('should go on when its descriptors are used up, and say so in one line', async () => {
  const embedded = await startTestCoder();
  onTestFinished(() => embedded.close());
  const { child, output } = startWith(300, embedded.url);
  await until('it listens', () => output().includes('Coder  '), 10_000);
  const url = new URL(/HTTP +(http:\S+)/.exec(output())?.[1] ?? '');
  const sockets = Array.from({ length: 400 }, () => connect(Number(url.port), url.hostname).on('error', () => {}));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  await until('it says so', () => output().includes('new connections are turned away'), 10_000);
  expect(output().match(/new connections are turned away/g)).toHaveLength(1);
  expect(output()).toContain('raise the limit of open files (ulimit -n)');
  for (const socket of sockets) socket.destroy();
  await expect.poll(async () => (await fetch(new URL('/healthz', url)).catch(() => undefined))?.status).toBe(200);
  expect(child.exitCode).toBeNull();
});
