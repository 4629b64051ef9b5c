import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, expect, it, vi } from 'vitest';
import type { CoderClient } from '../../../src/coder/client.ts';
import { endpoints } from '../../../src/coder/endpoints.ts';
import { clientOf, json, startUpstream, TOKEN } from '../upstream.ts';

const OTHER = 'TestTokenB-testSecret0123456789Te';
const id = (index: number) => `820683d3-6842-4ccc-bae9-${String(index).padStart(12, '0')}`;

/** Never tried again, so that each is one request. */
function write(client: CoderClient, index: number, token = TOKEN): Promise<unknown> {
  const call = { path: { workspace: id(index) }, body: { transition: 'start' } };
  return client
    .session({ token, maxCalls: 100 })
    .call(endpoints.createBuild, call)
    .catch((error: unknown) => error);
}

const OPEN = {
  code: 'UPSTREAM_UNAVAILABLE',
  message: 'Coder has failed repeatedly; the circuit breaker is open.',
  unsent: true,
};

/** An upstream that answers writes of workspace 1 as told, and those of all others with a refusal. */
function failing(answer: (response: ServerResponse) => void) {
  return startUpstream((request: IncomingMessage, response) => {
    if (request.url?.includes(id(1)) && request.headers['coder-session-token'] === TOKEN) answer(response);
    else json(response, { message: 'no' }, 404);
  });
}

afterEach(() => {
  vi.useRealTimers();
});

it('should stop calling one target that keeps failing, for that identity and for a moment', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  let status = 503;
  const { url, requests } = await failing((response) => json(response, { message: 'no' }, status));
  const client = clientOf(url);
  for (let count = 0; count < 10; count++) await write(client, 1);
  expect(await write(client, 1)).toMatchObject(OPEN);
  expect(requests).toHaveLength(10);

  expect(await write(client, 2)).toMatchObject({ status: 404 });
  expect(await write(client, 1, OTHER)).toMatchObject({ status: 404 });

  vi.setSystemTime(Date.now() + 3_001);
  status = 409;
  expect(await write(client, 1)).toMatchObject({ status: 409 });
  expect(await write(client, 1)).toMatchObject({ status: 409 });
});

it('should take silence for a failure of its target alone', async () => {
  const { url, requests } = await failing(() => {});
  const client = clientOf(url, { timeoutMs: 300 });
  // How many of them get a connection before the first ones time out depends on the machine.
  await Promise.all(Array.from({ length: 20 }, () => write(client, 1)));
  const sent = requests.length;
  expect(await write(client, 1)).toMatchObject(OPEN);
  expect(requests).toHaveLength(sent);
  expect(await write(client, 2)).toMatchObject({ status: 404 });
});

it('should not stop anybody after many calls of one query that hang', async () => {
  const { url } = await startUpstream((request, response) => {
    if (request.headers['coder-session-token'] === OTHER) json(response, { message: 'no' }, 404);
  });
  const client = clientOf(url, { timeoutMs: 300, concurrency: 128 });
  await Promise.all(Array.from({ length: 100 }, (_, index) => write(client, index)));
  expect(await write(client, 1, OTHER)).toMatchObject({ status: 404 });
});

it('should stop everyone when connections are lost over several targets, for a moment', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  let down = true;
  const { url, requests } = await startUpstream((request, response) => {
    if (down) request.socket.destroy();
    else json(response, { message: 'no' }, 404);
  });
  const client = clientOf(url);
  for (let count = 0; count < 15; count++) await write(client, count % 3);
  expect(await write(client, 7, OTHER)).toMatchObject(OPEN);
  expect(requests).toHaveLength(15);

  vi.setSystemTime(Date.now() + 3_001);
  down = false;
  expect(await write(client, 7, OTHER)).toMatchObject({ status: 404 });
  expect(await write(client, 8)).toMatchObject({ status: 404 });
});

it('should not stop everyone when the connections of one target are lost', async () => {
  const { url } = await failing((response) => response.socket?.destroy());
  const client = clientOf(url);
  for (let count = 0; count < 40; count++) await write(client, 1);
  expect(await write(client, 2)).toMatchObject({ status: 404 });
});

it('should count failures in a row only, and no refusals', async () => {
  let calls = 0;
  const { url } = await failing((response) => json(response, { message: 'no' }, calls++ % 2 === 0 ? 503 : 404));
  const client = clientOf(url);
  for (let count = 0; count < 40; count++) await write(client, 1);
  expect(calls).toBe(40);
});
