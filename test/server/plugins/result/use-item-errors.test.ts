import { expect, test } from 'vitest';
import { ask, codes, createStub } from '../../stub-gateway.ts';

test('errors noted beside a field join the answer’s errors', async () => {
  const answer = await ask(createStub(), '{ noted coded }');
  expect(answer.body.data).toEqual({ noted: 'noted', coded: null });
  expect(codes(answer)).toEqual(['RATE_LIMITED', 'FORBIDDEN']);
});
