import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseLargeJson } from '../../../src/coder/response/large-json.ts';
import { parseLogJson } from '../../../src/coder/response/log-json.ts';
import { testSeed } from '../../seed.ts';

type Outcome = { value: unknown } | 'refused';

async function outcome(parse: () => unknown): Promise<Outcome> {
  try {
    return { value: await parse() };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return 'refused';
  }
}

const json = fc.json({ maxDepth: 5, stringUnit: fc.constantFrom('a', '"', '\\', '[', '}', ',', ' ', '\ud83d\ude00') });
const spaced = fc
  .tuple(json, fc.constantFrom('', ' ', '\n\t'))
  .map(([text, space]) => JSON.stringify(JSON.parse(text), null, space));
const cut = fc
  .tuple(spaced, fc.nat(), fc.nat(3), fc.constantFrom('', ',', ']', '}', '"', '[', ' 1'))
  .map(([text, at, length, put]) => {
    const begin = at % (text.length + 1);
    return text.slice(0, begin) + put + text.slice(begin + length);
  });

it('should give what JSON.parse gives, and refuse what it refuses', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(spaced, cut), fc.integer({ min: 1, max: 40 }), async (text, pieceLength) => {
      const expected = await outcome(() => JSON.parse(text));
      expect(await outcome(() => parseLargeJson(text, { pieceLength }))).toEqual(expected);
    }),
    { numRuns: 3_000, seed: testSeed() },
  );
});

it('should keep a key that is called __proto__ for what it is', async () => {
  const text = '{"a":1,"__proto__":{"polluted":true},"b":[1,2,3]}';
  const value = (await parseLargeJson(text, { pieceLength: 5 })) as object;
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(JSON.stringify(value)).toBe(text);
});

it('should keep long ids exact', async () => {
  const text = `[${Array.from({ length: 50 }, (_, index) => `{"id":90071992547409${index + 100}}`).join(',')}]`;
  const value = await parseLargeJson(text, { parse: parseLogJson, pieceLength: 30 });
  expect(value).toEqual(parseLogJson(text));
});

it('should let others have their turn', async () => {
  const text = JSON.stringify(Array.from({ length: 60_000 }, (_, id) => ({ id, output: 'x'.repeat(80) })));
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await parseLargeJson(text);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(1);
});

it('should refuse an object of too many keys, and lists within lists', async () => {
  const keys = Object.fromEntries(Array.from({ length: 150_000 }, (_, index) => [`key ${index}`, 1]));
  await expect(parseLargeJson(JSON.stringify(keys))).rejects.toThrow('too many keys');
  const nested = `${'['.repeat(600_000)}${']'.repeat(600_000)}`;
  await expect(parseLargeJson(nested)).rejects.toThrow('too many levels');
});
