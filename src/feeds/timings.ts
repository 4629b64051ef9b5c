import { type FollowLimits, followLimits } from '../coder/follow.ts';

/** Where the feeds take the time from; tests bring their own. */
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
  /** A line that follows a quiet time is held back for this long, so that its neighbors come with it. */
  flushMs: number;
  /** While lines keep coming, batches are this far apart. */
  batchIntervalMs: number;
  /** Lines of one batch. */
  batchLines: number;
  /** Lines and bytes that a feed keeps for its readers. */
  windowLines: number;
  windowBytes: number;
  /** How long a plain read may be left half read by a reader that does not come back. */
  idleStreamMs: number;
  /** Each identity's right to read is asked for again after this long: every 30 s at the latest. */
  accessCheckIntervalMs: number;
  /** After the shared socket is back, the rights are asked for again, spread over this long. */
  accessCheckJitterMs: number;
  /** But not sooner than this after the last time. A check that got no answer is repeated after the same time. */
  recheckMs: number;
  /** The job's status is read when the socket was silent for this long; ever less often, up to `silentMaxMs`. */
  quietBeforeStatusCheckMs: number;
  quietBeforeStatusCheckMaxMs: number;
  /** Feeds that lose their socket at the same moment come back spread over this long. */
  resumeSpreadMs: number;
  /** Between attempts without progress: doubled each time, up to `backoffMaxMs`. */
  backoffMs: number;
  backoffMaxMs: number;
  /** Nothing heard of the upstream for this long, in at least `giveUpAttempts` attempts: the feed fails. */
  giveUpMs: number;
  giveUpAttempts: number;
  /** Between the two last reads of a build whose end was witnessed: some last lines are written after it. */
  settleMs: number;
  /** Between plain reads of an agent whose socket Coder has ended. */
  pollMs: number;
  /** When such an agent's socket is tried again. */
  refollowMs: number;
  /** Between reads of a watched build or workspace without a bell. */
  watchPollMs: number;
  follow: FollowLimits;
  /** Follow sockets whose handshake is under way, in the whole process. */
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
  follow: followLimits,
  dials: 16,
};
