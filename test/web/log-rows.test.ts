import { expect, it } from 'vitest';
import { LogStore } from '../../examples/web/src/build/log/model/log-store.ts';
import { errorBlocks, rowOfLine, rowsOf, screenLines } from '../../examples/web/src/build/log/model/rows.ts';
import { feedLines } from './log-lines.ts';

function log(): LogStore {
  const store = new LogStore();
  store.append(feedLines(1, 1, { stage: 'Setting up', source: 'PROVISIONER_DAEMON', output: '' }));
  store.append(feedLines(2, 2, { stage: 'Planning', level: 'DEBUG' }));
  store.append(feedLines(1, 4, { stage: 'Planning' }));
  store.append(feedLines(2, 5, { stage: 'Applying', level: 'ERROR' }));
  store.append(feedLines(1, 7, { stage: 'Applying', level: 'UNKNOWN' }));
  return store;
}

it('has a heading before the lines of each stage, and no row for a line that only marks one', () => {
  expect(rowsOf(log(), 'TRACE')).toEqual([-1, -2, 2, 3, 4, -5, 5, 6, 7]);
});

it('leaves out less severe lines, never those of an unknown level, and headings over nothing', () => {
  expect(rowsOf(log(), 'INFO')).toEqual([-1, -2, 4, -5, 5, 6, 7]);
  expect(rowsOf(log(), 'WARN')).toEqual([-5, 5, 6, 7]);
});

it('has no headings for a log without stages', () => {
  const store = new LogStore();
  store.append([{ id: '1', createdAt: '2026-01-01T00:00:00Z', level: 'INFO', output: 'of an agent' }]);
  expect(rowsOf(store, 'TRACE')).toEqual([1]);
});

it('finds the row of a line, or of the next that is shown', () => {
  const rows = rowsOf(log(), 'INFO');
  expect(rows[rowOfLine(rows, 4)]).toBe(4);
  expect(rows[rowOfLine(rows, 2)]).toBe(4);
  expect(rows[rowOfLine(rows, 5)]).toBe(5);
  expect(rowOfLine(rows, 8)).toBe(-1);
});

it('counts an error of several lines once', () => {
  const store = log();
  store.append(feedLines(1, 8));
  store.append(feedLines(3, 9, { level: 'ERROR' }));
  expect(errorBlocks(store)).toEqual([5, 9]);
});

it('reckons how many lines of a screen a line takes', () => {
  const store = new LogStore();
  store.append(feedLines(1, 1, { output: '\u001b[31mtwelve chars\u001b[0m' }));
  store.append(feedLines(1, 2, { output: 'one\ntwo\nthree' }));
  const [colored, broken] = store.lines;
  if (!colored || !broken) throw new Error('no lines');
  expect(screenLines(colored, 12)).toBe(1);
  expect(screenLines(colored, 5)).toBe(3);
  expect(screenLines(colored, undefined)).toBe(1);
  expect(screenLines(broken, undefined)).toBe(3);
});
