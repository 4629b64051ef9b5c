import { expect, test } from 'vitest';
import { beginRun, noteEvents, noteFeed, noteLog, noteResponse, noteStop, useRuns } from '../../graphiql/src/runs.ts';

const runOf = (tab: string) => useRuns.getState().byTab[tab];
const feed = { state: 'connecting', events: 0 } as const;

test('a feed that begins anew ends the one before it, and is not ended by it', () => {
  beginRun('again', { feed: { ...feed, lines: [] } });
  noteStop('again', () => {
    // What it has gathered is told at its end.
    noteLog('again', { lines: [] });
    noteFeed('again', 'stopped');
  });
  beginRun('again', { feed });
  expect(runOf('again')?.feed).toEqual(feed);
  expect(runOf('again')?.stop).toBeUndefined();
});

test('an execution knows whether it is the last of its tab', () => {
  const isLast = beginRun('last');
  beginRun('other');
  expect(isLast()).toBe(true);
  noteResponse('last', '{}');
  expect(runOf('last')?.response).toBe('{}');
  beginRun('last');
  expect(isLast()).toBe(false);
  expect(runOf('last')?.response).toBeUndefined();
});

test('a feed that is over stays so, and counts what came', () => {
  beginRun('over', { feed });
  noteEvents('over', 2);
  noteFeed('over', 'failed', 'Gone.');
  noteFeed('over', 'ended');
  noteEvents('over', 1);
  expect(runOf('over')?.feed).toEqual({ state: 'failed', note: 'Gone.', events: 3 });
});
