import { expect, onTestFinished, test } from 'vitest';
import { startEmbeddedCoder } from '../../src/embedded/server.ts';
import { startProgram, useProgram } from './program.ts';

useProgram();

test('the last lines of the log are written before the program exits', async () => {
  const coder = await startEmbeddedCoder();
  onTestFinished(() => coder.close());
  const program = await startProgram(coder.url, { LOG_LEVEL: 'info' });
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' };
  for (let count = 0; count < 40; count++) expect((await fetch(program.url, init)).status).toBe(200);
  expect(await program.stop('SIGTERM')).toBe(0);
  const lines = program.output().match(/^\{.*\}$/gm) ?? [];
  const messages = lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
  expect(messages.filter((message) => message === 'request')).toHaveLength(40);
  expect(messages.slice(-2)).toEqual(['draining', 'stopped']);
});
