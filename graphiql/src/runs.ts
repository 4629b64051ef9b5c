import { create } from 'zustand';
import { joinLines, type LogEvent, type LogLine } from './log-lines.ts';
import type { Trace } from './trace.ts';

export type FeedState = 'connecting' | 'live' | 'ended' | 'stopped' | 'failed';

/** A log that a tab follows, or has followed. */
export interface FollowedLog {
  state: FeedState;
  lines: readonly LogLine[];
  /** The status of the build at the end, or why it failed. */
  note?: string;
}

/** What the last execution in a tab gave, beside the response in GraphiQL's own editor. */
export interface Run {
  trace?: Trace | undefined;
  log?: FollowedLog;
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

/** Begins anew in a tab; what is still followed there ends. */
export function beginRun(tab: string, run: Run = {}): void {
  const before = useRuns.getState().byTab[tab];
  update(tab, () => run);
  before?.stop?.();
}

/** How to end the subscription that a tab has now. */
export function noteStop(tab: string, stop: () => void): void {
  update(tab, (run) => ({ ...run, stop }));
}

export function noteTrace(tab: string, trace: Trace): void {
  update(tab, (run) => ({ ...run, trace }));
}

/** Adds what an event of a log feed brought. */
export function noteLog(tab: string, { lines, end }: LogEvent): void {
  update(tab, (run) => {
    const log = run.log ?? { state: 'live', lines: [] };
    const joined = lines.length > 0 ? joinLines(log.lines, lines) : log.lines;
    if (end === undefined) return { ...run, log: { ...log, state: 'live', lines: joined } };
    return { ...run, log: { ...log, state: 'ended', lines: joined, note: end } };
  });
}

/** Takes away the lines of a log that begins anew. */
export function noteNoLines(tab: string): void {
  update(tab, (run) => (run.log === undefined ? run : { ...run, log: { ...run.log, lines: [] } }));
}

/** Tells how a feed stands; one that is over stays so. */
export function noteFeed(tab: string, state: FeedState, note?: string): void {
  update(tab, (run) => {
    if (run.log === undefined || /^(ended|stopped|failed)$/.test(run.log.state)) return run;
    return { ...run, log: { ...run.log, state, ...(note !== undefined && { note }) } };
  });
}

/** Ends what is followed in tabs that are closed, and forgets it. */
export function keepTabs(ids: readonly string[]): void {
  const { byTab } = useRuns.getState();
  const closed = Object.keys(byTab).filter((id) => !ids.includes(id));
  if (closed.length === 0) return;
  for (const id of closed) byTab[id]?.stop?.();
  useRuns.setState({ byTab: Object.fromEntries(Object.entries(byTab).filter(([id]) => ids.includes(id))) });
}
