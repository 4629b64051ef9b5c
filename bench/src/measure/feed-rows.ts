import { atLeastTarget, limitTarget, type Target } from '../report/target.ts';
import { feedRow } from './feed-row.ts';
import type { Row } from './row.ts';

const limit = (what: string, value: string, atMost: number, unit: string): Target =>
  limitTarget({ what, of: 'gateway', value, atMost, unit });

const memory: readonly Target[] = [
  limit('memory per reader at the end', 'kbLate', 30, ' KB'),
  limit('its growth while measured', 'kbGrowth', 3, ' KB'),
];

/** The rows about feeds: what each costs a program that does only that is the floor. */
export const feedRows: readonly Row[] = [
  feedRow({
    key: 'feed-1000x10',
    title: 'One log, 1000 readers, 10 lines/s',
    readers: 1000,
    builds: 1,
    linesPerSecond: 10,
    targets: [limit('CPU per message', 'perMessage', 12, ' µs'), ...memory],
  }),
  feedRow({
    key: 'feed-1000x200',
    title: 'One log, 1000 readers, 200 lines/s',
    readers: 1000,
    builds: 1,
    linesPerSecond: 200,
    targets: [limit('CPU per line', 'perLine', 1.5, ' µs'), ...memory],
  }),
  feedRow({
    key: 'feed-5000x10',
    title: 'One log, 5000 readers, 10 lines/s',
    readers: 5000,
    builds: 1,
    linesPerSecond: 10,
    targets: [
      atLeastTarget({ what: 'lines delivered', of: 'gateway', value: 'delivered', atLeast: 99, unit: ' %' }),
      limit('share of a core', 'core', 60, ' %'),
      limit('p99 of the delivery', 'p99', 250, ' ms'),
    ],
  }),
  feedRow({
    key: 'feed-500',
    title: '500 logs, one reader each, 20 lines/s',
    readers: 500,
    builds: 500,
    linesPerSecond: 20,
    targets: [limit('CPU per line', 'perLine', 45, ' µs'), limit('RSS', 'rss', 200, ' MB')],
  }),
];
