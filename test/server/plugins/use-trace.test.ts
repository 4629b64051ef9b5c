import { expect, test } from 'vitest';
import { ask, createToy } from '../stub-gateway.ts';

test('who asks for it is told what the answer cost', async () => {
  const headers = { 'x-upstream-trace': '1' };
  expect((await ask(createToy(), '{ hello }', { headers })).body.extensions).toEqual({ upstream: { calls: 0 } });
  expect((await ask(createToy({ trace: true }), '{ hello }')).body.extensions).toEqual({ upstream: { calls: 0 } });
});

test('nobody else is', async () => {
  expect((await ask(createToy(), '{ hello }')).body).toEqual({ data: { hello: 'hello world' } });
});
