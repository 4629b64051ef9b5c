import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/errors.ts';
import { cursorArgument, encodeCursor, logIdArgument, pageSize } from '../../src/resolvers/arguments.ts';
import { compositeId, compositeParts, decodeNodeId, encodeNodeId, uuidArgument } from '../../src/resolvers/ids.ts';
import { testSeed } from '../seed.ts';

const place = fc.nat(2 ** 31 - 2_000);

describe('cursors', () => {
  it('give back what they were made of, to their own connection', () => {
    fc.assert(
      fc.property(fc.uuid(), place, place, (id, first, second) => {
        const connection = `builds:${id}`;
        const cursor = encodeCursor(connection, first, second);
        expect(cursorArgument(connection, 'after', cursor)).toEqual([first, second]);
        expect(() => cursorArgument('workspaces', 'after', cursor)).toThrow(GatewayError);
      }),
      { seed: testSeed() },
    );
  });

  it('are nothing else: any other text is refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        expect(() => cursorArgument('workspaces', 'after', text)).toThrow('Argument "after": expected a cursor');
      }),
      { seed: testSeed() },
    );
    const cursor = encodeCursor('workspaces', 25, 3);
    fc.assert(
      fc.property(fc.nat(cursor.length - 1), fc.constantFrom(...'AZaz09-_'), (index, character) => {
        fc.pre(cursor[index] !== character);
        const bent = cursor.slice(0, index) + character + cursor.slice(index + 1);
        // Whatever is taken is at least two places of this connection.
        try {
          expect(encodeCursor('workspaces', ...(cursorArgument('workspaces', 'after', bent) ?? [0, 0]))).toBe(bent);
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError);
        }
      }),
      { seed: testSeed() },
    );
  });

  it('may be left out', () => {
    expect(cursorArgument('workspaces', 'after', undefined)).toBeUndefined();
    expect(cursorArgument('workspaces', 'after', null)).toBeUndefined();
  });
});

describe('log ids', () => {
  it('are exact up to 64 bits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (id) => {
        expect(BigInt(logIdArgument('after', String(id)) ?? -1)).toBe(id);
      }),
      { seed: testSeed() },
    );
    expect(() => logIdArgument('after', String(2n ** 63n))).toThrow(GatewayError);
  });
});

it('page sizes are within their bounds', () => {
  expect([1, 100, null, undefined].map((size) => pageSize('first', size, 100))).toEqual([1, 100, undefined, undefined]);
  for (const size of [0, -1, 101]) expect(() => pageSize('first', size, 100)).toThrow('an integer from 1 to 100');
});

describe('global ids', () => {
  it('give back type and UUID, and are what an argument of that type takes besides the UUID', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom('Workspace' as const, 'Build' as const, 'Agent' as const), (id, type) => {
        const global = encodeNodeId(type, id);
        expect(decodeNodeId(global)).toEqual({ typename: type, id });
        expect(uuidArgument(type, 'id', global)).toBe(id);
        expect(uuidArgument(type, 'id', id.toUpperCase())).toBe(id);
        expect(global).toMatch(/^[\w-]+$/);
      }),
      { seed: testSeed() },
    );
  });

  it('of what is held by another say by what', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (holder, id) => {
        const global = encodeNodeId('Job', compositeId(holder, id));
        expect(compositeParts(decodeNodeId(global).id)).toEqual([holder, id]);
      }),
      { seed: testSeed() },
    );
  });

  it('are nothing else: any other text is refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        expect(() => decodeNodeId(text)).toThrow('expected the global id');
        expect(() => uuidArgument('Build', 'id', text)).toThrow('expected the global id or the UUID of a Build');
      }),
      { seed: testSeed() },
    );
  });

  it('that are refused are quoted no further than eighty characters', () => {
    const long = 'x'.repeat(10_000);
    expect(() => decodeNodeId(long)).toThrow(/x{79}…\.$/);
  });
});
