import { expect, test } from 'vitest';
import { ask, createStub } from '../../stub-gateway.ts';

test('who asks for it is told what the answer cost', async () => {
  const headers = { 'x-upstream-trace': '1' };
  expect((await ask(createStub(), '{ hello }', { headers })).body.extensions).toEqual({ upstream: { calls: 0 } });
  expect((await ask(createStub({ trace: true }), '{ hello }')).body.extensions).toEqual({ upstream: { calls: 0 } });
});

test('nobody else is', async () => {
  expect((await ask(createStub(), '{ hello }')).body).toEqual({ data: { hello: 'hello world' } });
});
