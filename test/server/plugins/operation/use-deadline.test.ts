import { expect, test } from 'vitest';
import { ask, codes, createStub } from '../../stub-gateway.ts';

test('an operation that takes too long fails and its upstream calls are aborted', async () => {
  const stub = createStub({ requestTimeoutMs: 20 });
  const answer = await ask(stub, '{ hang }');
  expect(codes(answer)).toEqual(['UPSTREAM_TIMEOUT']);
  expect(answer.body.data).toBeNull();
  expect(stub.contexts[0]?.signal.aborted).toBe(true);
});

test('a subscription that does not start in time fails likewise', async () => {
  const stub = createStub({ requestTimeoutMs: 20 });
  stub.sources.ticks = () => new Promise(() => {}) as never;
  expect(codes(await ask(stub, 'subscription { ticks }'))).toEqual(['UPSTREAM_TIMEOUT']);
});

test('an operation in time leaves nothing aborted', async () => {
  const stub = createStub({ requestTimeoutMs: 5_000 });
  await ask(stub, '{ hello }');
  expect(stub.contexts[0]?.signal.aborted).toBe(false);
});
