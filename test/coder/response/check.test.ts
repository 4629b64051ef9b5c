import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type Check,
  firstInvalid,
  flag,
  int32,
  integer,
  lenient,
  list,
  logId,
  map,
  nullable,
  object,
  omittable,
  optional,
  type RestList,
  type RestObject,
  required,
  take,
  takeItem,
  text,
  textOrUnset,
  time,
  uuid,
  uuidOrNullUuid,
  type Wire,
} from '../../../src/coder/response/check.ts';
import { findById } from '../../../src/coder/response/find-by-id.ts';
import { invalidParts } from '../../../src/coder/response/invalid-parts.ts';
import { InvalidValueError } from '../../../src/coder/response/invalid-value.ts';

const ID = '820683d3-6842-4ccc-bae9-b3a66af12b6c';
const item = object({ id: required(uuid), name: required(text), note: optional(textOrUnset) });

function run(check: Check, value: unknown): unknown {
  return check.accept(value, 'it');
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
  const json = (value: object) => value as RestObject<(typeof item)['fields']> as never;

  it('are kept as they are, whatever is in them', () => {
    const value = Object.freeze({ id: 5, extra: 1 });
    expect(run(item, value)).toBe(value);
  });

  it('are read key by key, normalized, and never written to', () => {
    const value = Object.freeze({ id: ID.toUpperCase(), name: 'a', note: '' });
    expect(item.read(json(value), 'id')).toBe(ID);
    expect(item.read(json(value), 'note')).toBeNull();
    expect(item.read(json({}), 'note')).toBeNull();
  });

  it.each([undefined, null, 5])('have no required value where there is %j', (name) => {
    const value = { id: ID, name };
    expect(() => item.read(json(value), 'name')).toThrow('Coder sent a wrong value for "name": expected a string.');
    expect(item.peek(json(value), 'name')).toBeUndefined();
  });

  it('have no required value where it means unset', () => {
    expect(() => item.read(json({ id: '00000000-0000-0000-0000-000000000000' }), 'id')).toThrow(
      'Coder sent a wrong value for "id": expected a value.',
    );
  });

  it('are where a wrong value stands', () => {
    const value = { id: ID, name: 5 };
    expect(take(json(value), item.fields.name)).toMatchObject({ holder: value });
  });

  it.each([null, undefined, 5, 'x', []])('are not %j', (value) => {
    expect(run(item, value)).toBeInstanceOf(InvalidValueError);
  });

  it('are wrong as a whole at the first wrong value, however deep', () => {
    const outer = object({ inner: optional(list(object({ deep: required(item) }))) });
    const right = { id: ID, name: 'a' };
    expect(firstInvalid(outer, { inner: [{ deep: right }] }, 'it')).toBeUndefined();
    expect(firstInvalid(outer, {}, 'it')).toBeUndefined();
    expect(firstInvalid(outer, { inner: [{ deep: right }, { deep: { id: ID } }] }, 'it')?.message).toContain('"name"');
    expect(firstInvalid(outer, { inner: [null] }, 'it')?.message).toContain('"inner"');
    expect(invalidParts(outer, { inner: [{ deep: { id: ID } }, 5] })).toEqual(['inner.deep.name', 'an item of inner']);
  });
});

describe('types', () => {
  const thing = object({
    id: required(uuid),
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

  it('after the check know one unset, and objects and lists that only a check opens', () => {
    type Value<Key extends keyof typeof thing.fields> = ReturnType<typeof thing.read<Key>>;
    expectTypeOf<Value<'note'>>().toEqualTypeOf<string | null>();
    expectTypeOf<Value<'until'>>().toEqualTypeOf<string | null>();
    expectTypeOf<Value<'line'>>().toEqualTypeOf<number | bigint>();
    expectTypeOf<Value<'tags'>>().toEqualTypeOf<Readonly<Record<string, string>>>();
    expectTypeOf<Value<'inner'>>().toExtend<RestList>();
  });

  it.each([optional, nullable, lenient])('of the wire do not change what is accepted', (field) => {
    const check = object({ name: field(text) });
    const read = (name: unknown) => take({ name } as never, check.fields.name);
    for (const name of ['a', null, undefined]) expect(read(name)).toBe(name ?? null);
    expect(read(5)).toBeInstanceOf(InvalidValueError);
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

  it('keep their items, which are checked one by one', () => {
    const value = Object.freeze(['a', 5, '']);
    expect(run(list(text), value)).toBe(value);
    const items = value.map((each) => takeItem(value as never, each, textOrUnset, 'it'));
    expect(items).toEqual(['a', expect.any(InvalidValueError), expect.any(InvalidValueError)]);
    expect(items[1]).toMatchObject({ holder: value });
  });

  it('pass over items that do not count', () => {
    const even = list(int32, { counts: (each) => Number(each) % 2 === 0 });
    expect(run(even, [1, 2, 3, 4])).toEqual([2, 4]);
  });

  it('have an order of their own where Coder has none', () => {
    const sent = Object.freeze([3, 1, 2]);
    expect(run(list(int32, { order: (a, b) => Number(a) - Number(b) }), sent)).toEqual([1, 2, 3]);
    expect(sent).toEqual([3, 1, 2]);
  });

  it('find an item by its id, or say that it may be one whose id cannot be read', () => {
    const found = (ids: unknown[]) =>
      findById(ids.map((id) => ({ id })) as never, object({ id: required(uuid) }), ID, 'it');
    expect(found([5, ID])).toEqual({ id: ID });
    expect(found([])).toBeUndefined();
    expect(() => found([5])).toThrow('Coder sent a wrong value for "id": expected a UUID.');
  });
});
