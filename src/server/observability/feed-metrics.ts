import type { Registry } from 'prom-client';
import type { FeedStats } from '../../feeds/feeds.ts';
import type { FeedCounts } from '../../feeds/logs/feed-counts.ts';
import { registerCounter, registerGauges } from './scraped.ts';

const figures: Record<keyof FeedStats, string> = {
  logFeeds: 'Logs that are followed at Coder.',
  logReaders: 'Subscribers of logs.',
  logReadersBehind: 'Subscribers of logs that read for themselves what the shared window no longer has, or not yet.',
  oldestUnsentLineAgeSeconds: 'Age of the oldest line that is here and that one of its subscribers has not taken.',
  feedWindowBytes: 'Memory that the newest lines of all followed logs take.',
  snapshots: 'Builds, workspaces, lists and metadata of agents that are watched, once for each identity.',
  snapshotReaders: 'Subscribers of builds, workspaces, lists and metadata of agents.',
  upstreamSockets: 'WebSockets to Coder that are open or being opened.',
  dials: 'Handshakes with Coder under way.',
};

/** Shows the live feeds: each of their figures as a gauge, and what they have counted. */
export function showFeeds(registry: Registry, stats: () => FeedStats, counts: FeedCounts): void {
  const rows = Object.entries(figures) as [keyof FeedStats, string][];
  registerGauges(
    registry,
    rows.map(([figure, help]) => [snakeCase(figure), help, () => stats()[figure]]),
  );
  const counters: [name: string, help: string, read: () => number][] = [
    ['lines', 'Lines of followed logs, each once however many read it.', () => counts.lines],
    ['batches', 'Batches that these lines were handed out in.', () => counts.batches],
    ['duplicate_lines', 'Lines that Coder sent again after they were delivered.', () => counts.duplicateLines],
  ];
  for (const [name, help, read] of counters) {
    registerCounter(registry, { name: `feed_${name}_total`, help, read: () => [[{}, read()]] });
  }
  registerCounter(registry, {
    name: 'feed_resumes_total',
    help: 'Followed logs that were taken up again where they had stopped, by what had stopped them (token: its owner left, or lost the right).',
    labelNames: ['reason'],
    read: () => Object.entries(counts.resumes).map(([reason, count]) => [{ reason }, count]),
  });
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
