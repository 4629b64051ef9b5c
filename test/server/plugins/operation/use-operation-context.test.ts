import { expect, test } from 'vitest';
import { ask, createStub } from '../../stub-gateway.ts';

test('each operation gets its own context with the token of its caller', async () => {
  const stub = createStub({ sessionToken: 'fallback' });
  const answers = await Promise.all([
    ask(stub, '{ token }', { headers: { 'coder-session-token': 'a' } }),
    ask(stub, '{ token }', { headers: { authorization: 'Bearer b' } }),
    ask(stub, '{ token }'),
  ]);
  expect(answers.map(({ body }) => body.data?.token)).toEqual(['a', 'b', 'fallback']);
  expect(stub.contexts).toHaveLength(3);
});

test('a client that goes away aborts what was done for it', async () => {
  const stub = createStub();
  const aborted = new Promise<unknown>((resolve) => {
    stub.hanging = ({ signal }) => {
      signal.addEventListener('abort', () => resolve('aborted'));
      leaving.abort();
      return new Promise(() => {});
    };
  });
  const leaving = new AbortController();
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{hang}"}' };
  const asking = stub.gateway.pipeline.fetch('http://127.0.0.1:4000/graphql', { ...init, signal: leaving.signal });
  await expect(asking).rejects.toThrow();
  expect(await aborted).toBe('aborted');
});
