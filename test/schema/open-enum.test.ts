import type { GraphQLEnumType } from 'graphql';
import { expect, it, vi } from 'vitest';
import { createSchema, type SchemaOptions } from '../../src/schema/schema.ts';

function enumOf(name: string, options?: SchemaOptions): GraphQLEnumType {
  return createSchema(options).getType(name) as GraphQLEnumType;
}

it('an open enum shows a value that it does not know as UNKNOWN, and tells of it', () => {
  const onUnknownEnumValue = vi.fn();
  const transition = enumOf('Transition', { onUnknownEnumValue });
  expect(transition.serialize('start')).toBe('START');
  expect(onUnknownEnumValue).not.toHaveBeenCalled();
  expect(transition.serialize('hibernate')).toBe('UNKNOWN');
  expect(onUnknownEnumValue.mock.calls).toEqual([['Transition', 'hibernate']]);
});

it('each schema tells its own listener', () => {
  const [one, other] = [vi.fn(), vi.fn()];
  const transition = enumOf('Transition', { onUnknownEnumValue: one });
  enumOf('Transition', { onUnknownEnumValue: other });
  transition.serialize('hibernate');
  expect(one).toHaveBeenCalledOnce();
  expect(other).not.toHaveBeenCalled();
});

it('a schema without a listener shows UNKNOWN as well', () => {
  expect(enumOf('Transition').serialize('hibernate')).toBe('UNKNOWN');
});

it('a closed enum refuses what it does not know', () => {
  expect(() => enumOf('CreateBuildTransition').serialize('hibernate')).toThrow('cannot represent value');
});
