import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Build } from '../../src/coder/model.ts';
import { InvalidValueError } from '../../src/coder/response/invalid-value.ts';
import type { BuildWindow } from '../../src/loaders/build-pages.ts';
import { type BuildRow, isReadable } from '../../src/loaders/build-rows.ts';
import { type BuildWalk, NewerBuilds, OlderBuilds, type Place } from '../../src/loaders/build-walks.ts';
import { uuid } from '../graph/full.ts';
import { testSeed } from '../seed.ts';

interface Case {
  length: number;
  /** Builds that are made before each read, in turn. */
  made: number[];
  limits: number[];
  /** Every so many builds one cannot be read; 0: none. */
  broken: number;
  /** Numbers that `since` leaves out although newer ones are older than they; undefined: no `since`. */
  leftOut: number[] | undefined;
  /** Where the walk begins: the number of a build and a hint at its offset, which may be wrong. */
  from: { number: number; error: number } | undefined;
}

const numbers = fc.nat(70);
const someCase: fc.Arbitrary<Case> = fc.record({
  length: fc.integer({ min: 0, max: 60 }),
  made: fc.array(fc.constantFrom(0, 0, 0, 1, 3, 20), { minLength: 1, maxLength: 6 }),
  limits: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
  broken: fc.constantFrom(0, 0, 5),
  leftOut: fc.option(fc.uniqueArray(numbers), { nil: undefined }),
  from: fc.option(
    fc.record({ number: fc.integer({ min: 1, max: 70 }), error: fc.constantFrom(0, 0, -30, 40, 10_000) }),
    {
      nil: undefined,
    },
  ),
});

/** A list that grows while it is read. */
function listOf({ length, made, broken, leftOut }: Case) {
  let newest = length;
  let reads = 0;
  const shown = () =>
    Array.from({ length: newest }, (_, index) => newest - index).filter((number) => !leftOut?.includes(number));
  const isBroken = (number: number) => broken > 0 && number % broken === 0;
  const window = async ({ offset, limit }: BuildWindow): Promise<BuildRow[]> => {
    if (reads > 0) newest += made[reads % made.length] as number;
    reads++;
    // The list ends, so that a walk up does.
    if (newest > 150) made.fill(0);
    return shown()
      .slice(offset, offset + limit)
      .map((number) =>
        isBroken(number)
          ? new InvalidValueError('build_number', 'an integer')
          : { build: {} as unknown as Build, number },
      );
  };
  const list = { workspace: uuid(1), since: leftOut && '2026-06-22T07:41:03Z', builds: { window } };
  return { list, shown, readable: () => shown().filter((number) => !isBroken(number)), reads: () => reads };
}

async function walked(walk: BuildWalk, limits: readonly number[]): Promise<number[]> {
  const found: number[] = [];
  for (let turn = 0; turn < 300; turn++) {
    const step = await walk.next(limits[turn % limits.length] as number);
    const rows = (step?.rows ?? []).map(({ row }) => row).filter(isReadable);
    found.push(...(walk instanceof NewerBuilds ? rows.reverse() : rows).map(({ number }) => number));
    if (!step || step.atEnd) return found;
  }
  throw new Error('The walk does not end.');
}

function placeIn(shown: readonly number[], from: Case['from']): Place | undefined {
  if (!from) return undefined;
  const offset = shown.findIndex((number) => number <= from.number);
  return { number: from.number, offset: Math.max(0, (offset < 0 ? shown.length : offset) + from.error) };
}

it('gives what is older than a place, each once, while builds are made and whatever the hint', async () => {
  await fc.assert(
    fc.asyncProperty(someCase, async (each) => {
      // Without `since` offsets follow from numbers, so a cursor whose offset is too large was made up.
      const from =
        each.from && !each.leftOut
          ? { number: Math.min(each.from.number, each.length), error: Math.min(0, each.from.error) }
          : each.from;
      const { list, shown, readable } = listOf(each);
      const expected = readable().filter((number) => !from || number < from.number);
      const found = await walked(new OlderBuilds(list, placeIn(shown(), from)), each.limits);
      const begin = from?.number ?? each.length + 1;
      expect(found.filter((number) => number < begin && number <= each.length)).toEqual(expected);
      expect(found).toEqual([...new Set(found)].sort((a, b) => b - a));
    }),
    { numRuns: 400, seed: testSeed(20261128) },
  );
});

it('gives what is newer than a place up to the newest there is by then, each once, while builds are made', async () => {
  await fc.assert(
    fc.asyncProperty(someCase, async (each) => {
      const { list, shown, readable, reads } = listOf(each);
      const from = placeIn(shown(), each.from);
      const found = await walked(new NewerBuilds(list, each.length, from), each.limits);
      const expected = readable()
        .filter((number) => !from || number > from.number)
        .reverse();
      expect(found).toEqual(expected.slice(0, found.length));
      // What was made before the last read is there.
      expect(found.length).toBeGreaterThanOrEqual(expected.filter((number) => number <= each.length).length);
      expect(reads()).toBeLessThan(600);
    }),
    { numRuns: 400, seed: testSeed(20261128) },
  );
});
