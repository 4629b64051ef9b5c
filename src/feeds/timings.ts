import { type FollowLimits, followLimits } from '../coder/connection/follow.ts';

/** The feeds' source of time; tests pass their own. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/** Every interval and bound of the feeds; times in milliseconds. */
export interface FeedTimings {
  clock: Clock;
  random: () => number;
  /** A line that follows a quiet time waits this long for lines that arrive with it. */
  flushMs: number;
  /** While lines keep coming, batches are this far apart. */
  batchIntervalMs: number;
  /** Most lines of one batch. */
  batchLines: number;
  /** Most lines and bytes that a feed keeps for its readers. */
  windowLines: number;
  windowBytes: number;
  /** Most bytes that all feeds of the process keep for their readers. */
  allWindowsBytes: number;
  /** A plain read is canceled when its reader has asked for nothing for this long. */
  idleStreamMs: number;
  /** Between checks of each identity's right to read. */
  accessCheckIntervalMs: number;
  /** After a reconnect the rights are checked again, spread over this long. */
  accessCheckJitterMs: number;
  /** Shortest time between two such checks of one identity; a check without an answer is repeated after it. */
  recheckMs: number;
  /** The job's status is read when a socket was silent for this long, then less and less often, up to the maximum. */
  quietBeforeStatusCheckMs: number;
  quietBeforeStatusCheckMaxMs: number;
  /** Feeds that lose their sockets at the same moment reconnect spread over this long. */
  resumeSpreadMs: number;
  /** Between attempts without progress; doubled each time, up to `backoffMaxMs`. */
  backoffMs: number;
  backoffMaxMs: number;
  /** A feed fails after this long without contact to Coder and at least `giveUpAttempts` failed attempts. */
  giveUpMs: number;
  giveUpAttempts: number;
  /** Between the two last reads of a build that ended while it was followed: Coder writes some lines after the end. */
  settleMs: number;
  /** Between plain reads of an agent whose socket Coder has closed. */
  pollMs: number;
  /** Before the socket of such an agent is tried again. */
  refollowMs: number;
  /** Between reads of a watched build or workspace that Coder announces no change of. */
  watchPollMs: number;
  /** Between reads of a list of workspaces while something in it is under way; doubled while all is quiet, up to the maximum. */
  listActiveMs: number;
  listQuietMs: number;
  /** Shortest time between two reads of a list, whatever is told of it. */
  listGapMs: number;
  /** The same for each list that the identity has: Coder allows 512 reads a minute for all of them and for queries. */
  listShareMs: number;
  follow: FollowLimits;
  /** Most socket handshakes under way at once, in the whole process. */
  dials: number;
}

export const defaultTimings: FeedTimings = {
  clock: systemClock,
  random: Math.random,
  flushMs: 4,
  batchIntervalMs: 40,
  batchLines: 300,
  windowLines: 2_000,
  windowBytes: 512 * 1024,
  allWindowsBytes: 16 * 1024 * 1024,
  idleStreamMs: 500,
  accessCheckIntervalMs: 25_000,
  accessCheckJitterMs: 2_000,
  recheckMs: 5_000,
  quietBeforeStatusCheckMs: 5_000,
  quietBeforeStatusCheckMaxMs: 15_000,
  resumeSpreadMs: 250,
  backoffMs: 250,
  backoffMaxMs: 5_000,
  giveUpMs: 60_000,
  giveUpAttempts: 8,
  settleMs: 250,
  pollMs: 2_500,
  refollowMs: 30_000,
  watchPollMs: 25_000,
  listActiveMs: 5_000,
  listQuietMs: 30_000,
  listGapMs: 1_000,
  listShareMs: 500,
  follow: followLimits,
  dials: 16,
};
