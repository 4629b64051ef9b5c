import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BuildLog } from '../../src/coder/model.ts';
import { logFilter, logPage, logWindow } from '../../src/resolvers/logs.ts';
import { testSeed } from '../seed.ts';

type Id = number | bigint;

const id: fc.Arbitrary<Id> = fc
  .bigInt({ min: 1n, max: 40n })
  // Around 2^53 the ids change from numbers to bigints.
  .chain((step) => fc.constantFrom(step, 9007199254740985n + step))
  .map((value) => (value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value));

const log = fc
  .uniqueArray(id, { selector: String, maxLength: 40 })
  .map((ids) => ids.toSorted((a, b) => (a < b ? -1 : 1)).map((each) => ({ id: each })));

const window = fc.record({
  size: fc.integer({ min: 1, max: 12 }),
  fromEnd: fc.boolean(),
  after: fc.option(id, { nil: undefined }),
  before: fc.option(id, { nil: undefined }),
});

const withId = (line: { id: Id }) => ({ id: line.id, line });

describe('a page of a log', () => {
  it('is what the definition of the arguments says, for any log and window', () => {
    fc.assert(
      fc.property(log, window, (lines, { size, fromEnd, after, before }) => {
        const args = {
          [fromEnd ? 'last' : 'first']: size,
          after: after === undefined ? undefined : String(after),
          before: before === undefined ? undefined : String(before),
        };
        const read = logWindow(args);
        // Coder gives what lies behind `after`.
        const given = lines.filter((line) => line.id > read.after);
        const page = logPage(given.map(withId), read);

        const within = lines.filter(
          (line) => (after === undefined || line.id > after) && (before === undefined || line.id < before),
        );
        const expected = fromEnd ? within.slice(-size) : within.slice(0, size);
        expect(page.edges.map(({ node }) => node)).toEqual(expected);
        expect(page.edges.map(({ cursor }) => cursor)).toEqual(expected.map((line) => String(line.id)));
        expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor ?? null);
        expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)?.cursor ?? null);

        const last = expected.at(-1);
        if (last) expect(page.pageInfo.hasNextPage).toBe(lines.some((line) => line.id > last.id));
        const [first] = expected;
        if (first && after === undefined)
          expect(page.pageInfo.hasPreviousPage).toBe(lines.some((line) => line.id < first.id));
        if (after !== undefined) expect(page.pageInfo.hasPreviousPage).toBe(true);
      }),
      { seed: testSeed(20260622), numRuns: 2_000 },
    );
  });

  it('walked by its cursors gives every line once, whatever the size', () => {
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 12 }), (lines, size) => {
        const walked: Id[] = [];
        let after: string | undefined;
        for (;;) {
          const read = logWindow({ first: size, after });
          const page = logPage(lines.filter((line) => line.id > read.after).map(withId), read);
          walked.push(...page.edges.map(({ node }) => node.id));
          if (!page.pageInfo.hasNextPage) break;
          after = page.pageInfo.endCursor ?? undefined;
        }
        expect(walked).toEqual(lines.map((line) => line.id));
      }),
      { seed: testSeed(20260622) },
    );
  });
});

describe('the filter of a log', () => {
  it('is none without arguments, so that nothing is copied', () => {
    expect(logFilter(undefined, null)).toBeUndefined();
  });

  it('hides no line of a level that it does not know', () => {
    const shows = logFilter('error', undefined);
    const line = (log_level: string) => ({ log_level, log_source: 'provisioner' }) as unknown as BuildLog;
    expect(['trace', 'debug', 'info', 'warn', 'error', 'fatal'].filter((level) => shows?.(line(level)))).toEqual([
      'error',
      'fatal',
    ]);
  });
});
