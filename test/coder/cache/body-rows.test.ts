import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRows, parseByRows } from '../../../src/coder/cache/body-rows.ts';

/** Parses the second body with the rows of the first; undefined: it would be parsed as a whole. */
function parseAfter(before: string | Buffer, after: string | Buffer) {
  const [first, second] = [Buffer.from(before), Buffer.from(after)];
  const rows = findRows(first, JSON.parse(first.toString()));
  return rows && parseByRows(second, { body: first, rows });
}

/** What `JSON.parse` says; undefined: it is no JSON. */
function whole(body: string | Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

const list = (...rows: unknown[]) => JSON.stringify(rows);
const page = (rows: unknown[], count: number) => JSON.stringify({ workspaces: rows, count });
const row = (id: number, name = `w${id}`) => ({ id, name, tags: ['a]', '{"b"', '\\'], job: { ids: [id] } });

describe('a body of which some rows have changed', () => {
  it.each<[what: string, before: string, after: string, taken: number]>([
    ['changed in place', list(row(1), row(2), row(3)), list(row(1), row(2, 'other'), row(3)), 2],
    ['inserted', list(row(1), row(2)), list(row(1), row(5), row(2)), 2],
    ['put first, with the last pushed out', list(row(1), row(2), row(3)), list(row(0), row(1), row(2)), 2],
    ['removed', list(row(1), row(2), row(3)), list(row(1), row(3)), 2],
    ['moved to the front', list(row(1), row(2), row(3)), list(row(3), row(1), row(2)), 1],
    ['a prefix of another', list(1, 22, 'a'), list(1, 2, 'a'), 2],
    ['of a page, and its count', page([row(1), row(2)], 2), page([row(1), row(2), row(3)], 3), 2],
    ['all', list(row(1)), list(row(2)), 0],
  ])('a row is %s', (_, before, after, taken) => {
    const parsed = parseAfter(before, after);
    expect(parsed?.json).toEqual(JSON.parse(after));
    expect(parsed?.taken).toBe(taken);
  });

  it('gives rows with the same text as the same objects, also after several changes', () => {
    const bodies = [1, 2, 3].map((change) => Buffer.from(list(row(1), row(2, `w${change}`), row(3))));
    const [first, second, third] = bodies as [Buffer, Buffer, Buffer];
    const json = JSON.parse(first.toString());
    const rows = findRows(first, json);
    const once = rows && parseByRows(second, { body: first, rows });
    const twice = once && parseByRows(third, { body: second, rows: once.rows });
    expect(twice?.json).toEqual(JSON.parse(third.toString()));
    const [one, two, three] = (twice?.json ?? []) as object[];
    expect([one, three]).toEqual([json[0], json[2]]);
    expect(one).toBe(json[0]);
    expect(two).not.toBe(json[1]);
    expect(three).toBe(json[2]);
  });

  it('never gives one object for two rows', () => {
    const parsed = parseAfter(list(row(1), row(2)), list(row(1), row(1), row(2)));
    const [one, another] = (parsed?.json ?? []) as object[];
    expect(another).toEqual(one);
    expect(another).not.toBe(one);
  });
});

describe('a body is parsed as a whole', () => {
  it.each([
    ['when another member has the name of its list', '{"a":[1,2],"b":0}', '{"a":[1,2],"a":[3]}'],
    ['when it is so spelled otherwise', '{"a":[1,2],"b":0}', '{"a":[1,2],"\\u0061":3}'],
    ['when the one before had its list twice', '{"a":[1,2],"a":[3,4]}', '{"a":[1,2,5]}'],
    ['when what stands before its list has changed', '{"a":[1,2]}', '{ "a":[1,2]}'],
    ['when its list is empty', '[1,2]', '[]'],
    ['when the one before had an empty list', '[]', '[1,2]'],
    ['when it is no list', '{"a":1}', '{"a":2}'],
    ['when a row is no JSON', '[1,{"a":1}]', '[1,{"a":}]'],
    ['when a bracket is missing', '[1,[2]]', '[1,[2]'],
    ['when a bracket is another', '[1,{"a":2}]', '[1,{"a":2]]'],
    ['when a comma has nothing behind it', '[1,2]', '[1,2,]'],
    ['when something stands behind it', '[1,2]', '[1,2]]'],
    ['when it ends within a string', '["a","b"]', '["a","b'],
    ['when much stands behind its list', '{"a":[1,2]}', `{"a":[1,2],"b":"${'x'.repeat(2000)}"}`],
  ])('%s', (_, before, after) => {
    expect(parseAfter(before, after)).toBeUndefined();
  });

  it('but not for names that objects have by themselves', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
      const after = `{"${name}":[1,3],"__proto__":{"x":1}}`;
      expect(JSON.stringify(parseAfter(`{"${name}":[1,2]}`, after)?.json)).toBe(JSON.stringify(JSON.parse(after)));
    }
  });

  it('unless it is not UTF-8 within its rows', () => {
    const bytes = (middle: number[]) => Buffer.from([...Buffer.from('["a","'), ...middle, ...Buffer.from('","b"]')]);
    for (const middle of [[0xe2], [0xe2, 0x82], [0x80], [0xff, 0x5c, 0x22]]) {
      const after = bytes(middle);
      expect(parseAfter(bytes([0x61]), after)?.json).toEqual(whole(after));
      expect(parseAfter(after, bytes([0x62]))?.json).toEqual(['a', 'b', 'b']);
    }
  });
});

/** JSON text of all kinds, with white space, and with members that come twice. */
const text: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('null', 'true', '-0', '1e3', '12345678901234567890', '""', '[]', '{}', '"\\u0022]"', '"\\\\"'),
    fc.string({ unit: 'binary' }).map((value) => JSON.stringify(value)),
    fc.string({ unit: fc.constantFrom('"', '\\', ']', '[', '{', '}', ',', 'é', '💡') }).map((s) => JSON.stringify(s)),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[ ${items.join(' ,')}]`),
    fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'id', '__proto__', '\\u0061'), tie('value')), { maxLength: 4 })
      .map((members) => `{${members.map(([key, value]) => `"${key}": ${value}`).join(',')}}`),
  ),
})).value;

/** What may stand before a list, with what may stand behind it. */
const frames: [head: string, ...tails: string[]][] = [
  ['[', ']\n'],
  [' [ ', ' ] ', ']', ']]'],
  ['{"a":[', '],"count":7}', '],"count":8}', '],"a":[1,2]}', '],"\\u0061":{}}', ']}', ']'],
  ['{ "a" : [', '] , "count":[8,"]"]}', '],"__proto__":[]}'],
  ['{"b":1,"a":[', ']}'],
];

/** One version of a body: some of its rows, in some order; at times with a byte that is changed. */
const version = fc.record({
  places: fc.array(fc.nat(7), { minLength: 1, maxLength: 12 }),
  tail: fc.nat(5),
  damage: fc.option(
    fc.record({ at: fc.nat(), byte: fc.constantFrom(...Buffer.from('"\\[]{},:1 \x80\xff', 'latin1')) }),
    {
      freq: 3,
      nil: undefined,
    },
  ),
});
const versions = fc.array(version, { minLength: 2, maxLength: 6 });

it('a body is parsed by rows to what JSON.parse gives, or not at all, whatever its rows and changes are', () => {
  const count = { byRows: 0, asWhole: 0, taken: 0 };
  fc.assert(
    fc.property(
      fc.constantFrom(...frames),
      fc.array(text, { minLength: 8, maxLength: 8 }),
      versions,
      (frame, rows, all) => {
        let before: { body: Buffer; json: unknown; rows: ReturnType<typeof findRows> } | undefined;
        const [head, ...tails] = frame;
        for (const { places, tail, damage } of all) {
          const body = Buffer.from(head + places.map((place) => rows[place]).join(',') + tails[tail % tails.length]);
          if (damage) body[damage.at % body.length] = damage.byte;
          const expected = whole(body);
          const parsed = before?.rows && parseByRows(body, { body: before.body, rows: before.rows });
          if (parsed) {
            count.byRows++;
            count.taken += parsed.taken;
            expect(expected).toBeDefined();
            // The text tells the order of members as well, and own properties from prototypes.
            expect(JSON.stringify(parsed.json)).toBe(JSON.stringify(expected));
            expect(parsed.json).toStrictEqual(expected);
          } else count.asWhole++;
          if (expected === undefined) continue;
          before = { body, json: expected, rows: parsed?.rows ?? findRows(body, expected) };
        }
      },
    ),
    { numRuns: Number(process.env.ROWS_CASES ?? 2_000) },
  );
  for (const each of Object.values(count)) expect(each).toBeGreaterThan(300);
}, 120_000);
