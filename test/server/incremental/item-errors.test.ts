import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { withItemErrors } from '../../../src/server/incremental/item-errors.ts';

const leftOut = new GraphQLError('An item is left out.', { path: ['build', 'agents'] });

test('an error of an item waits for the part that has its list', () => {
  const waiting = [leftOut];
  const first = { data: { build: {} }, hasNext: true };
  expect(withItemErrors(first, waiting)).toEqual(first);
  const other = { incremental: [{ path: ['build'], data: { job: null } }], hasNext: true };
  expect(withItemErrors(other, waiting)).toEqual(other);
  expect(waiting).toEqual([leftOut]);
  const part = { path: ['build'], data: { agents: [] } };
  expect(withItemErrors({ incremental: [...other.incremental, part], hasNext: true }, waiting)).toEqual({
    incremental: [...other.incremental, { ...part, errors: [leftOut] }],
    hasNext: true,
  });
  expect(waiting).toEqual([]);
});

test('an error whose list is there at first, or never, is not kept back', () => {
  const waiting = [leftOut];
  const first = { data: { build: { agents: [] } }, hasNext: true };
  expect(withItemErrors(first, waiting)).toEqual({ ...first, errors: [leftOut] });
  expect(waiting).toEqual([]);
  expect(withItemErrors({ hasNext: false }, [leftOut])).toEqual({ hasNext: false, errors: [leftOut] });
});
