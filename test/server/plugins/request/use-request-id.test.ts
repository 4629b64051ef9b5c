import { expect, test } from 'vitest';
import { ask, createStub } from '../../stub-gateway.ts';

test('a request without an id gets one', async () => {
  const { headers } = await ask(createStub(), '{ hello }');
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

test('an id that could forge a log entry is replaced', async () => {
  for (const id of ['a b', '{"level":60}', 'x'.repeat(65)]) {
    const { headers } = await ask(createStub(), '{ hello }', { headers: { 'x-request-id': id } });
    expect(headers.get('x-request-id')).not.toBe(id);
  }
});
