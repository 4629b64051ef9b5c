import { expect, test } from 'vitest';
import { ask, codes, createStub } from '../../stub-gateway.ts';

test('event streams count as connections, and a stream that has ended does not', async () => {
  const stub = createStub({ maxConnections: 1 });
  let finish = () => {};
  stub.sources.ticks = async function* () {
    yield 'one';
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
  };
  const first = await stub.gateway.pipeline.fetch('http://127.0.0.1:4000/graphql?query=subscription{ticks}', {
    headers: { accept: 'text/event-stream' },
  });
  const reader = first.body?.getReader();
  await reader?.read();
  const refused = await ask(stub, 'subscription { ticks }');
  expect(codes(refused)).toEqual(['TOO_MANY_SUBSCRIPTIONS']);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect((await ask(stub, '{ hello }')).status).toBe(200);
  finish();
  await reader?.cancel();
  expect(codes(await ask(stub, 'subscription { refused }'))).toEqual(['NOT_FOUND']);
});
