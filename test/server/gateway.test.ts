import { Agent, request } from 'node:http';
import { expect, test } from 'vitest';
import { createStub } from './stub-gateway.ts';

const post = (url: string, query: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });

test('draining finishes what is under way and says so on /readyz meanwhile', async () => {
  const stub = createStub();
  let finish = (_: string) => {};
  const hanging = new Promise<void>((resolve) => {
    stub.hanging = () => {
      resolve();
      return new Promise((done) => {
        finish = done;
      });
    };
  });
  await stub.gateway.listen();
  const { url } = stub.gateway;
  const asked = post(url, '{ hang }');
  await hanging;
  const closed = stub.gateway.close();
  const ready = await fetch(`${url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ status: 'not ready', reason: 'draining' });
  finish('finished');
  expect(await (await asked).json()).toEqual({ data: { hang: 'finished' } });
  await closed;
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});

test('for the delay it goes on as before, afterwards it takes no more work', async () => {
  const stub = createStub();
  let finish = (_: string) => {};
  const hanging = new Promise<void>((resolve) => {
    stub.hanging = () => {
      resolve();
      return new Promise((done) => {
        finish = done;
      });
    };
  });
  await stub.gateway.listen();
  const { url } = stub.gateway;
  const kept = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (agent: Agent | false, query: string, headers = {}) =>
    new Promise<{ status: number | undefined; connection: string | undefined; text: string }>((resolve, reject) => {
      const options = { agent, method: 'POST', headers: { 'content-type': 'application/json', ...headers } };
      const asked = request(`${url}/graphql`, options, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        const { statusCode: status, headers: answered } = response;
        response.on('end', () => resolve({ status, connection: answered.connection, text }));
      });
      asked.on('error', reject).end(JSON.stringify({ query }));
    });
  expect(await ask(kept, '{ hello }')).toMatchObject({ status: 200, connection: 'keep-alive' });
  const asked = ask(false, '{ hang }');
  await hanging;
  let open = true;
  const closed = stub.gateway.close({ delayMs: 400 }).then(() => {
    open = false;
  });
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  expect(await ask(false, '{ hello }')).toMatchObject({ status: 200, connection: 'close' });
  await expect.poll(async () => (await ask(false, '{ hello }')).status, { timeout: 5_000 }).toBe(503);
  expect(open).toBe(true);
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const stream = await ask(kept, 'subscription { ticks }', { accept: 'text/event-stream' });
  expect(stream.text).toContain('"OVERLOADED"');
  finish('finished');
  expect(await asked).toMatchObject({ status: 200, text: '{"data":{"hang":"finished"}}' });
  await closed;
  kept.destroy();
});

test('a stream of events ends without complete when the gateway drains', async () => {
  const stub = createStub();
  stub.sources.ticks = async function* ({ signal }) {
    yield 'one';
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  };
  await stub.gateway.listen();
  const response = await post(stub.gateway.url, 'subscription { ticks }', { accept: 'text/event-stream' });
  const decoder = new TextDecoder();
  let text = '';
  const reading = (async () => {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      if (text.includes('event: next')) void stub.gateway.close();
    }
  })();
  await expect(reading).rejects.toThrow();
  expect(text).toContain('one in 2');
  expect(text).not.toContain('event: complete');
  expect(stub.contexts[0]?.signal.aborted).toBe(true);
});

test('a taken port is an error to catch', async () => {
  const first = createStub();
  await first.gateway.listen();
  const port = Number(new URL(first.gateway.url).port);
  await expect(createStub({ port }).gateway.listen()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.gateway.close();
});
