import { expect, it } from 'vitest';
import { compareIds, LogStore } from '../../examples/web/src/build/log/model/log-store.ts';
import { feedLines } from './log-lines.ts';

it('numbers lines by their place, whatever their ids are', () => {
  const log = new LogStore();
  log.append(feedLines(2, 700));
  log.append(feedLines(1, 9_000));
  expect(log.lines.map(({ number, id }) => [number, id])).toEqual([
    [1, '700'],
    [2, '701'],
    [3, '9000'],
  ]);
  expect(log.lastId).toBe('9000');
  expect(log.find('701')?.number).toBe(2);
  expect(log.find('702')).toBeUndefined();
});

it('compares ids that no number holds exactly', () => {
  expect(compareIds('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
  expect(compareIds('999', '1000')).toBeLessThan(0);
  expect(compareIds('42', '42')).toBe(0);
});

it('keeps the newest lines when there are more than its bounds, and their numbers', () => {
  const log = new LogStore({ lines: 100, characters: 1_000_000 });
  for (let first = 1; first <= 1_000; first += 10) log.append(feedLines(10, first));
  expect(log.count).toBe(1_000);
  expect(log.lines.length).toBeGreaterThanOrEqual(100);
  expect(log.lines.length).toBeLessThanOrEqual(105);
  expect(log.lines.at(-1)?.number).toBe(1_000);
  expect(log.line(1_000)?.id).toBe('1000');
  expect(log.line(log.dropped)).toBeUndefined();
  expect(log.stages[0]?.first).toBe(log.dropped + 1);
});

it('keeps no more text than its bounds', () => {
  const log = new LogStore({ lines: 1_000, characters: 5_000 });
  log.append(feedLines(10, 1, { output: 'x'.repeat(1_000) }));
  expect(log.lines).toHaveLength(5);
  log.append(feedLines(1, 11, { output: 'y'.repeat(6_000) }));
  expect(
    log.lines.map(({ number }) => number),
    'the newest, whatever its size',
  ).toEqual([11]);
  log.append(feedLines(1, 12));
  expect(log.lines.map(({ number }) => number)).toEqual([12]);
});

it('knows its stages, their errors, and when each began', () => {
  const log = new LogStore();
  log.append(feedLines(1, 1, { stage: 'Setting up', source: 'PROVISIONER_DAEMON', output: '' }));
  log.append(feedLines(3, 2));
  log.append(feedLines(2, 5, { level: 'ERROR' }));
  expect(log.stages).toMatchObject([
    { name: 'Setting up', first: 1, last: 1, count: 0, errors: 0 },
    { name: 'Planning', first: 2, last: 6, count: 5, errors: 2 },
  ]);
});

it('takes back what was not the log', () => {
  const log = new LogStore();
  log.append(feedLines(5));
  log.append(feedLines(5, 6, { stage: 'Applying', level: 'ERROR' }));
  const before = log.generation;
  log.takeBack('3');
  expect(log.count).toBe(3);
  expect(log.lastId).toBe('3');
  expect(log.stages).toMatchObject([{ name: 'Planning', first: 1, last: 3, count: 3 }]);
  expect(log.generation).not.toBe(before);
  log.append(feedLines(1, 4));
  expect(log.line(4)?.id).toBe('4');
});

it('begins anew when nothing that it has was the log', () => {
  const log = new LogStore({ lines: 10, characters: 1_000 });
  log.append(feedLines(30));
  log.takeBack('3');
  expect([log.count, log.dropped, log.lastId, log.stages]).toEqual([0, 0, undefined, []]);
});
