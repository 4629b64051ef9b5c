import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startTestCoder } from '../../src/embedded/testing/test-coder.ts';
import { startCollector } from '../server/observability/collector.ts';
import { programFolder, startProgram, useProgram } from './program.ts';
import { connect, follow, runningBuild } from './support.ts';

useProgram();

/** Parts of the program by a name that only their code has. */
const parts = {
  opentelemetry: 'BatchSpanProcessor',
  redis: 'sentinelRetryStrategy',
  'the embedded Coder': 'demoSecret',
  'the log for people': 'hideObject',
};

const dataUrl = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
/** Tells which files of the program are read, and which modules of Node are loaded in the end. */
const setUp = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const { readFileSync } = fs;
  fs.readFileSync = (file, ...options) => {
    if (/program.[^/]+[.]cjs$/.test(file)) process._rawDebug('loaded ' + file);
    return readFileSync(file, ...options);
  };
  syncBuiltinESMExports();
  process.on('exit', () => process._rawDebug('of Node: ' + process.moduleLoadList.join(', ')));
`;
const NODE_OPTIONS = `--import=${dataUrl(setUp)}`;

/** All of these modules. */
const textOf = (files: string[]) => files.map((file) => readFileSync(file, 'utf8')).join('\n');

/** The parts whose code is in a text. */
const partsIn = (text: string) => Object.entries(parts).flatMap(([part, name]) => (text.includes(name) ? [part] : []));

/** The parts that a program with these settings has loaded once it has answered queries and sent a log. */
async function loadedWith(env: Record<string, string>): Promise<string[]> {
  const coder = await startTestCoder();
  onTestFinished(() => coder.close());
  const program = await startProgram(coder.url, { NODE_OPTIONS, ...env });
  const { token } = coder.user('mira');
  const headers = { 'content-type': 'application/json', 'coder-session-token': token };
  const body = JSON.stringify({ query: '{ workspaces(first: 1) { nodes { name latestBuild { status } } } }' });
  // The third goes the fast path.
  for (let count = 0; count < 3; count++)
    expect((await fetch(program.url, { method: 'POST', headers, body })).ok).toBe(true);
  const build = runningBuild(coder);
  const feed = follow(connect(program.url, token), build);
  coder.control.appendLogs(build, 3);
  coder.control.succeed(build);
  await feed.finished;
  expect(feed.lines).toHaveLength(3);
  expect(await program.stop('SIGTERM')).toBe(0);
  const ofNode = /^of Node: .*$/m.exec(program.output())?.[0];
  expect(ofNode).toContain('NativeModule http,');
  // They take a twentieth of a start. Node's undici, beside the program's own, comes with any look at the global Request.
  expect(ofNode).not.toMatch(/NativeModule (http2|internal\/deps\/undici\/undici)\b/);
  const files = [...program.output().matchAll(/^loaded (\S+)$/gm)].map(([, file = '']) => file);
  const text = textOf(files);
  expect(text).toContain('buildLogs');
  return partsIn(text);
}

test('a part of the program that no setting asks for is not loaded', async () => {
  const dist = join(programFolder(), 'dist');
  const all = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.cjs'));
  // The names are still those of the parts.
  expect(partsIn(textOf(all.map((name) => join(dist, name))))).toEqual(Object.keys(parts));
  expect(await loadedWith({})).toEqual([]);
  const collector = await startCollector();
  expect(await loadedWith({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })).toEqual(['opentelemetry']);
});
