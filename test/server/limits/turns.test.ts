import { expect, test } from 'vitest';
import { Turns } from '../../../src/server/limits/turns.ts';

/** Keeps the event loop. */
function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test('an operation that comes alone begins at once', () => {
  let begun = false;
  new Turns().begin(() => {
    begun = true;
  });
  expect(begun).toBe(true);
});

test('of many that come together all begin, in their order, and others are served in between', async () => {
  const turns = new Turns();
  const begun: number[] = [];
  let begunAtProbe: number | undefined;
  await new Promise<void>((resolve) => {
    // All in one turn of the event loop, each in a callback of its own, as requests come.
    for (let index = 0; index < 100; index++) {
      setImmediate(() =>
        turns.begin(() => {
          work(2);
          begun.push(index);
          if (begun.length === 100) resolve();
        }),
      );
    }
    setImmediate(() =>
      setImmediate(() => {
        begunAtProbe = begun.length;
      }),
    );
  });
  expect(begun).toEqual(begun.toSorted((a, b) => a - b));
  expect(begunAtProbe).toBeGreaterThan(0);
  expect(begunAtProbe).toBeLessThan(50);
});

test('one that comes while others wait begins after them', async () => {
  const turns = new Turns();
  const begun: (number | string)[] = [];
  turns.begin(() => work(30));
  // More than begin in one turn, however little time they take.
  const waiting = Array.from({ length: 150 }, (_, index) => index);
  for (const index of waiting) turns.begin(() => begun.push(index));
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(begun.length).toBeLessThan(150);
  turns.begin(() => begun.push('later'));
  await turns.wait();
  expect(begun).toEqual([...waiting, 'later']);
});
