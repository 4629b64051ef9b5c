import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { createStub } from './stub-gateway.ts';

const QUERY = JSON.stringify({ query: '{ busy }' });

/** Clients with an event loop of their own, each of which asks again as soon as it was answered. */
const CLIENTS = `
  const { Agent, request } = require('node:http');
  const { parentPort, workerData: { url, count, body } } = require('node:worker_threads');
  const agent = new Agent({ keepAlive: true, maxSockets: count });
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const counts = {};
  let going = true;
  let left = count;
  const ask = () => {
    if (!going) return --left || parentPort.postMessage(counts);
    const asking = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.on('data', (data) => { text += data; });
      response.on('end', () => {
        const code = text.includes('done') ? 'done' : (/"code":"(\\w+)"/.exec(text) || [])[1];
        const key = response.statusCode + ' ' + code;
        if (!(key in counts)) parentPort.postMessage({ key });
        counts[key] = (counts[key] || 0) + 1;
        // Clients that are told to come back later do, if only a little.
        if (response.statusCode === 200) ask();
        else setTimeout(ask, 20);
      });
    });
    asking.on('error', (error) => { counts[error.message] = 1; setTimeout(ask, 20); });
    asking.end(body);
  };
  parentPort.once('message', () => { going = false; });
  for (let index = 0; index < count; index++) ask();
`;

test('under several times what it can serve it serves, sheds the rest, stays healthy, and recovers', async () => {
  const stub = createStub({ rateOperations: 0 });
  await stub.gateway.listen();
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  const { url } = stub.gateway;
  const workerData = { url: `${url}/graphql`, count: 300, body: QUERY };
  const clients = new Worker(CLIENTS, { eval: true, workerData });
  onTestFinished(async () => void (await clients.terminate()));
  const seen = new Set<string>();
  let counts: Record<string, number> = {};
  const ended = new Promise<void>((resolve) => {
    clients.on('message', (message) => {
      if (message.key !== undefined) seen.add(message.key);
      else {
        counts = message;
        resolve();
      }
    });
  });
  await expect
    .poll(
      async () => {
        expect((await fetch(`${url}/healthz`)).status).toBe(200);
        return [...seen].sort();
      },
      { timeout: 20_000 },
    )
    .toEqual(expect.arrayContaining(['200 done', '503 OVERLOADED']));
  clients.postMessage('stop');
  await ended;
  expect(Object.keys(counts).sort()).toEqual(['200 done', '503 OVERLOADED']);
  const post = () =>
    fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: QUERY });
  const after = await Promise.all(Array.from({ length: 20 }, post));
  expect(after.map(({ status }) => status)).toEqual(after.map(() => 200));
}, 30_000);
