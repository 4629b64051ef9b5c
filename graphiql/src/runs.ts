import { create } from 'zustand';
import { joinLines, type LogEvent, type LogLine } from './log-lines.ts';
import type { Trace } from './trace.ts';

export type FeedState = 'connecting' | 'live' | 'ended' | 'stopped' | 'failed';

/** A subscription that a tab follows, or has followed. */
export interface Feed {
  state: FeedState;
  /** How many have come. */
  events: number;
  /** Of a log: those so far. */
  lines?: readonly LogLine[];
  /** The status of the build at the end of its log, or why the feed failed. */
  note?: string;
}

/** What the last execution in a tab gave. */
export interface Run {
  /** Tells it apart from those before it in the tab. */
  serial?: number;
  trace?: Trace | undefined;
  /** The answer, or the last event, as text; GraphiQL itself writes only what comes while the tab is in front. */
  response?: string;
  feed?: Feed;
  /** Ends the subscription of a feed that goes on. */
  stop?: () => void;
}

interface Runs {
  byTab: Readonly<Record<string, Run>>;
}

/** By the ids of tabs. */
export const useRuns = create<Runs>(() => ({ byTab: {} }));

function update(tab: string, change: (run: Run) => Run): void {
  useRuns.setState(({ byTab }) => ({ byTab: { ...byTab, [tab]: change(byTab[tab] ?? {}) } }));
}

let lastSerial = 0;

/** Begins anew in a tab; what is still followed there ends. Returns what tells whether nothing has begun there since. */
export function beginRun(tab: string, run: Run = {}): () => boolean {
  useRuns.getState().byTab[tab]?.stop?.();
  const serial = ++lastSerial;
  update(tab, () => ({ ...run, serial }));
  return () => useRuns.getState().byTab[tab]?.serial === serial;
}

/** How to end the subscription that a tab has now. */
export function noteStop(tab: string, stop: () => void): void {
  update(tab, (run) => ({ ...run, stop }));
}

export function noteTrace(tab: string, trace: Trace): void {
  update(tab, (run) => ({ ...run, trace }));
}

export function noteResponse(tab: string, response: string): void {
  update(tab, (run) => ({ ...run, response }));
}

function updateFeed(tab: string, change: (feed: Feed) => Feed): void {
  update(tab, (run) => (run.feed === undefined ? run : { ...run, feed: change(run.feed) }));
}

/** Counts events that have come. */
export function noteEvents(tab: string, count: number): void {
  updateFeed(tab, (feed) => ({ ...feed, events: feed.events + count }));
}

/** Adds what an event of a log feed brought. */
export function noteLog(tab: string, { lines: news, end }: LogEvent): void {
  updateFeed(tab, (feed) => {
    const before = feed.lines ?? [];
    const lines = news.length > 0 ? joinLines(before, news) : before;
    if (end === undefined) return { ...feed, state: 'live', lines };
    return { ...feed, state: 'ended', lines, note: end };
  });
}

/** Takes away the lines of a log that begins anew. */
export function noteNoLines(tab: string): void {
  updateFeed(tab, (feed) => (feed.lines === undefined ? feed : { ...feed, lines: [] }));
}

/** Tells how a feed stands; one that is over stays so. */
export function noteFeed(tab: string, state: FeedState, note?: string): void {
  updateFeed(tab, (feed) => {
    if (isOver(feed)) return feed;
    return { ...feed, state, ...(note !== undefined && { note }) };
  });
}

export function isOver({ state }: Feed): boolean {
  return state !== 'connecting' && state !== 'live';
}

/** Ends what is followed in tabs that are closed, and forgets it. */
export function keepTabs(ids: readonly string[]): void {
  const { byTab } = useRuns.getState();
  const closed = Object.keys(byTab).filter((id) => !ids.includes(id));
  if (closed.length === 0) return;
  for (const id of closed) byTab[id]?.stop?.();
  useRuns.setState({ byTab: Object.fromEntries(Object.entries(byTab).filter(([id]) => ids.includes(id))) });
}
