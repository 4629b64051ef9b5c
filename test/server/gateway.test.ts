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
