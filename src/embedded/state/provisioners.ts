import type { DaemonRow, JobRow } from './rows.ts';
import { jobStatus } from './status.ts';
import type { Store } from './store.ts';

/** A daemon not seen for this long does not count as there. */
const STALE_MS = 90_000;

function lastSeen(daemon: DaemonRow, now: number): number | null {
  return daemon.alive ? now : daemon.lastSeenAt;
}

/** Untagged jobs run only on untagged daemons; tagged ones where every tag of theirs is matched. */
function fits(daemon: DaemonRow, job: JobRow): boolean {
  if (daemon.organizationId !== job.organizationId) return false;
  const wanted = Object.keys(job.tags);
  if (wanted.length <= 2 && Object.keys(daemon.tags).length > 2) return false;
  return wanted.every((key) => daemon.tags[key] === job.tags[key]);
}

export interface Matched {
  count: number;
  available: number;
  mostRecentlySeen: number | null;
}

export const NO_MATCH: Matched = { count: 0, available: 0, mostRecentlySeen: null };

/** Computed only while the job is pending; blank afterwards. */
export function matchedProvisioners(store: Store, job: JobRow): Matched {
  if (jobStatus(job) !== 'pending') return NO_MATCH;
  const seen = store.daemons
    .filter((daemon) => fits(daemon, job))
    .map((daemon) => lastSeen(daemon, store.now()))
    .filter((time) => time !== null);
  return {
    count: seen.length,
    available: seen.filter((time) => time > job.createdAt - STALE_MS).length,
    mostRecentlySeen: seen.length === 0 ? null : Math.max(...seen),
  };
}

export function liveDaemons(store: Store, job: JobRow): DaemonRow[] {
  const now = store.now();
  return store.daemons.filter((daemon) => {
    const seen = lastSeen(daemon, now);
    return seen !== null && now - seen <= STALE_MS && fits(daemon, job);
  });
}

/** All pending jobs in the order in which workers take them: people before prebuilds, then the oldest. */
export function pendingJobs(store: Store): JobRow[] {
  const pending: JobRow[] = [];
  for (const workspace of store.workspaces.values()) {
    const job = store.latestBuild(workspace)?.job;
    if (job !== undefined && jobStatus(job) === 'pending') pending.push(job);
  }
  const rank = (job: JobRow): number => (store.users.get(job.initiatorId)?.username === 'prebuilds' ? 1 : 0);
  return pending.sort((a, b) => rank(a) - rank(b) || a.createdAt - b.createdAt);
}

/** The place in the queue that a build shows: 0 of 0 unless pending with a live daemon that fits. */
export function queueOf(store: Store, job: JobRow): { position: number; size: number } {
  if (jobStatus(job) !== 'pending') return { position: 0, size: 0 };
  const pending = pendingJobs(store);
  let position = 0;
  let size = 0;
  for (const daemon of liveDaemons(store, job)) {
    const queue = pending.filter((other) => fits(daemon, other));
    const rank = queue.indexOf(job) + 1;
    position = position === 0 ? rank : Math.min(position, rank);
    size = Math.max(size, queue.length);
  }
  return { position, size };
}
