import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type Check,
  type Checked,
  flag,
  int32,
  integer,
  key,
  lenient,
  list,
  logId,
  map,
  nullable,
  object,
  omittable,
  optional,
  required,
  text,
  textOrUnset,
  time,
  uuid,
  uuidOrNullUuid,
  type Wire,
} from '../../../src/coder/response/check.ts';
import { InvalidValueError } from '../../../src/coder/response/invalid-value.ts';
import {
  copyOmissions,
  invalidFields,
  omittedItems,
  sliceKeepingOmissions,
  unwrap,
  type Walked,
  walk,
} from '../../../src/coder/response/walk.ts';

const ID = '820683d3-6842-4ccc-bae9-b3a66af12b6c';
const item = object({ id: key(uuid), name: required(text), note: optional(textOrUnset) });

function run(check: Check, value: unknown): unknown {
  return walk(check, value, 'it');
}

describe('leaves', () => {
  it.each<[string, Check, unknown[], unknown[]]>([
    ['text', text, ['', 'a'], [1, null, undefined, [], {}]],
    ['flag', flag, [true, false], ['true', 0, null]],
    ['int32', int32, [0, -1, 2 ** 31 - 1, -(2 ** 31)], [2 ** 31, 0.5, '1', null, Number.NaN]],
    ['integer', integer, [0, 2 ** 31, 2 ** 53 - 1], [2 ** 53, 0.5, '1', null]],
    ['logId', logId, [0, 2 ** 53 - 1, 2n ** 63n - 1n], [2 ** 53, '1', 0.5]],
  ])('%s keeps what fits and refuses the rest', (_, check, fitting, wrong) => {
    for (const value of fitting) expect(run(check, value)).toBe(value);
    for (const value of wrong) expect(run(check, value), String(value)).toBeInstanceOf(InvalidValueError);
  });

  it.each([
    '2026-06-22T07:41:03Z',
    '2026-06-22T07:41:03.1Z',
    '2026-06-22T07:41:03.118204Z',
    '2026-06-22T09:41:03.118204+02:00',
  ])('keeps the time %s as it is', (value) => {
    expect(run(time, value)).toBe(value);
  });

  it.each(['', 'soon', '2026-06-22', '2026-06-22 07:41:03Z', '2026-06-22T07:41:03', '2026-13-22T07:41:03Z', 1])(
    'refuses the time %j',
    (value) => {
      expect(run(time, value)).toBeInstanceOf(InvalidValueError);
    },
  );

  it('normalizes every way of saying unset to null', () => {
    for (const zero of ['0001-01-01T00:00:00Z', '0001-01-01T00:53:28+00:53', '0000-12-31T19:03:58-04:56'])
      expect(run(time, zero)).toBeNull();
    expect(run(uuid, '00000000-0000-0000-0000-000000000000')).toBeNull();
    expect(run(textOrUnset, '')).toBeNull();
  });

  it('takes a parent id as a UUID or in the shape that the published documentation shows', () => {
    expect(run(uuidOrNullUuid, ID)).toBe(ID);
    expect(run(uuidOrNullUuid, { uuid: ID, valid: true })).toBe(ID);
    expect(run(uuidOrNullUuid, { uuid: ID, valid: false })).toBeNull();
    expect(run(uuidOrNullUuid, 'x')).toBeInstanceOf(InvalidValueError);
  });

  it('brings UUIDs into canonical form', () => {
    expect(run(uuid, ID.toUpperCase())).toBe(ID);
  });
});

describe('objects', () => {
  it('are kept as the same object, untouched where right', () => {
    const value = { id: ID, name: 'a', extra: 1 };
    expect(run(item, value)).toBe(value);
    expect(value).toEqual({ id: ID, name: 'a', extra: 1 });
    expect(invalidFields(value)).toEqual([]);
  });

  it('put an error in the place of a wrong optional field, and remember nothing', () => {
    const value = run(item, { id: ID, name: 'a', note: 5 }) as { note: unknown };
    expect(value.note).toBeInstanceOf(InvalidValueError);
    expect(invalidFields(value)).toEqual([]);
  });

  it.each([undefined, null, 5])('remember a required field that is %j', (name) => {
    const value = run(item, { id: ID, name }) as { name: unknown };
    expect(value.name).toBeInstanceOf(InvalidValueError);
    expect(invalidFields(value)).toEqual(['name']);
  });

  it('remember the wrong fields of objects inside by their path', () => {
    const outer = object({ inner: required(object({ deep: required(item) })) });
    expect(invalidFields(run(outer, { inner: { deep: { id: ID } } }) as object)).toEqual(['inner.deep.name']);
  });

  it.each([undefined, null, 5, '00000000-0000-0000-0000-000000000000'])('are refused when a key is %j', (id) => {
    expect(run(item, { id, name: 'a' })).toBeInstanceOf(InvalidValueError);
  });

  it.each([null, undefined, 5, 'x', []])('are not %j', (value) => {
    expect(run(item, value)).toBeInstanceOf(InvalidValueError);
  });
});

describe('types', () => {
  const thing = object({
    id: key(uuid),
    name: required(text),
    note: optional(textOrUnset),
    until: nullable(time),
    count: lenient(int32),
    line: required(logId),
    tags: omittable(map(text)),
    inner: required(list(object({ done: optional(flag) }))),
  });

  it('of the wire say how Coder says unset', () => {
    expectTypeOf<Wire<typeof thing>>().toEqualTypeOf<{
      id: string;
      name: string;
      note?: string;
      until: string | null;
      count: number;
      line: number | bigint;
      tags?: Record<string, string> | null;
      inner: { done?: boolean }[];
    }>();
  });

  it('after the check know one unset, and lists and maps that are always there', () => {
    expectTypeOf<Walked<Checked<typeof thing>>>().branded.toEqualTypeOf<{
      id: string;
      name: string;
      note?: string | null | undefined;
      until?: string | null | undefined;
      count?: number | null | undefined;
      line: number | bigint;
      tags: Readonly<Record<string, string>>;
      inner: { done?: boolean | null | undefined }[];
    }>();
  });

  it.each([optional, nullable, lenient])('of the wire do not change what is accepted', (field) => {
    const check = object({ name: field(text) });
    for (const name of ['a', null, undefined]) expect(run(check, { name })).toEqual({ name });
    const { name } = run(check, { name: 5 }) as { name: unknown };
    expect(name).toBeInstanceOf(InvalidValueError);
  });
});

describe('lists and maps', () => {
  it('are empty when absent or null', () => {
    for (const unset of [undefined, null]) {
      expect(run(list(text), unset)).toEqual([]);
      expect(run(map(text), unset)).toEqual({});
    }
  });

  it('of another type are an error', () => {
    for (const wrong of [5, 'x', {}]) expect(run(list(text), wrong)).toBeInstanceOf(InvalidValueError);
    for (const wrong of [5, 'x', []]) expect(run(map(text), wrong)).toBeInstanceOf(InvalidValueError);
    expect(run(map(text), { a: 'x', b: 5 })).toBeInstanceOf(InvalidValueError);
  });

  it('leave unusable items out and know why', () => {
    const kept = run(list(text), ['a', 5, 'b', null]) as object;
    expect(kept).toEqual(['a', 'b']);
    expect(omittedItems(kept)).toHaveLength(2);
    expect(omittedItems(copyOmissions(kept, []))).toHaveLength(2);
    expect(omittedItems(['a'])).toEqual([]);
  });

  it('are cut by the places that items had, not by those that they have now', () => {
    const kept = run(list(text), ['a', 5, 'c', 'd', 6, 7, 'g']) as string[];
    expect(sliceKeepingOmissions(kept, 0, 2)).toEqual(['a']);
    expect(sliceKeepingOmissions(kept, 2, 4)).toEqual(['c', 'd']);
    expect(sliceKeepingOmissions(kept, 3, 7)).toEqual(['d', 'g']);
    expect(sliceKeepingOmissions(kept, 6, 99)).toEqual(['g']);
    expect([0, 2, 4, 5].map((from) => omittedItems(sliceKeepingOmissions(kept, from, from + 2)).length)).toEqual([
      1, 0, 2, 1,
    ]);
    expect(sliceKeepingOmissions(sliceKeepingOmissions(kept, 3, 7), 2, 4)).toEqual(['g']);
    expect(sliceKeepingOmissions(['a', 'b', 'c'], 1, 2)).toEqual(['b']);
  });
});

it('unwrap throws the error that stands for a value', () => {
  expect(unwrap('a')).toBe('a');
  expect(() => unwrap(new InvalidValueError('name', 'a string') as unknown)).toThrow(
    'Coder sent a wrong value for "name": expected a string.',
  );
});
