import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { endpoints } from '../../src/coder/endpoints.ts';
import { Readiness } from '../../src/server/observability/readiness.ts';
import { clientOf } from './upstream.ts';

const USER = { id: '11111111-1111-4111-8111-111111111111', username: 'mira' };

/** A Coder with an event loop of its own, which answers after so long. */
async function startElsewhere(answerMs: number): Promise<URL> {
  const source = `
    const { createServer } = require('node:http');
    const { parentPort } = require('node:worker_threads');
    const server = createServer((_, response) => setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-coder-build-version': 'v2.30.0' });
      response.end(${JSON.stringify(JSON.stringify(USER))});
    }, ${answerMs}));
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`;
  const worker = new Worker(source, { eval: true });
  onTestFinished(async () => void (await worker.terminate()));
  const [port] = await once(worker, 'message');
  return new URL(`http://127.0.0.1:${port}`);
}

/** Where the timers come before the sockets in the next turn of the loop. */
async function blockFor(ms: number): Promise<void> {
  await nextTurn();
  const end = performance.now() + ms;
  while (performance.now() < end);
}

it('should not take its own lateness for that of Coder', async () => {
  const client = clientOf(await startElsewhere(60), { timeoutMs: 200 });
  const read = client.session({ token: 'TestTokenA-testSecret0123456789Te', maxCalls: 1 });
  const answer = read.call(endpoints.user, { path: { user: 'me' } });
  await new Promise((resolve) => setTimeout(resolve, 20));
  await blockFor(400);
  expect(await answer).toMatchObject({ username: 'mira' });
});

it('should still wait no longer than it says', async () => {
  const client = clientOf(await startElsewhere(60_000), { timeoutMs: 100 });
  const read = client.session({ token: 'TestTokenA-testSecret0123456789Te', maxCalls: 1 });
  await expect(read.call(endpoints.user, { path: { user: 'me' } })).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
});

it('should stay ready when it was too busy to hear of it', async () => {
  const url = await startElsewhere(60);
  const readiness = new Readiness({ probe: () => fetch(url), timeoutMs: 200, cacheMs: 0 });
  for (let time = 0; time < 2; time++) {
    const reason = readiness.reason();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await blockFor(400);
    expect(await reason).toBeUndefined();
  }
});
