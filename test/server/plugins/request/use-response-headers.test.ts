import { expect, test } from 'vitest';
import { ask, createStub } from '../../stub-gateway.ts';

test('nothing between the gateway and a caller keeps an answer', async () => {
  const { headers } = await ask(createStub(), '{ hello }');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('nor holds back a stream', async () => {
  const { gateway } = createStub();
  const { headers } = await gateway.pipeline.fetch('http://127.0.0.1:4000/graphql?query=subscription{ticks}', {
    headers: { accept: 'text/event-stream' },
  });
  expect(headers.get('x-accel-buffering')).toBe('no');
  expect(headers.get('cache-control')).toBe('no-cache');
});
