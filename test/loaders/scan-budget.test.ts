import { expect, it } from 'vitest';
import { MAX_SCANNED_ROWS, ScanBudget } from '../../src/loaders/scan-budget.ts';

function budgetOf({ calls = 100, bytes = Number.POSITIVE_INFINITY, maxResponseBytes = 2 ** 24 }) {
  const session = { bytesRead: 0, leftUntilHalf: { calls, bytes }, client: { maxResponseBytes } };
  const budget = new ScanBudget(session as ConstructorParameters<typeof ScanBudget>[0]);
  const read = (amount: number) => {
    session.bytesRead += amount;
    session.leftUntilHalf.bytes -= amount;
  };
  return { budget, read };
}

it('bounds the rows of one page, and those of all scans of an operation together', () => {
  const { budget } = budgetOf({});
  budget.begin(26);
  const pages: number[] = [];
  for (let rows = budget.next(52); rows !== undefined; rows = budget.next(2 * rows)) pages.push(rows);
  expect(pages.slice(0, 3)).toEqual([52, 104, 200]);
  expect(Math.max(...pages)).toBe(200);
  expect(26 + pages.reduce((sum, rows) => sum + rows, 0)).toBe(MAX_SCANNED_ROWS);
  // A further scan of the operation gets its first page, and no more.
  budget.begin(26);
  expect(budget.next(1)).toBeUndefined();
});

it('asks for no page that could be too large, by the size of the rows until then', () => {
  const large = budgetOf({ maxResponseBytes: 2_000_000 });
  large.budget.begin(25);
  large.read(250_000);
  expect(large.budget.next(200)).toBe(100);

  const short = budgetOf({ bytes: 300_000 });
  short.budget.begin(25);
  short.read(250_000);
  expect(short.budget.next(200)).toBe(5);
  short.read(50_000);
  expect(short.budget.next(200)).toBeUndefined();
});

it('stops when half of the calls are used', () => {
  const { budget } = budgetOf({ calls: 0.5 });
  budget.begin(25);
  expect(budget.next(10)).toBeUndefined();
});
