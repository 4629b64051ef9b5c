import type { CloseReason } from '../../coder/connection/follow.ts';
import type { LogId } from '../../coder/rest/scalars.ts';
import type { ErrorCode } from '../../errors.ts';

/**
 * - `backlog`: nothing is known yet;
 * - `live`: a socket is open;
 * - `resuming`: the socket is lost and the next is due or connecting; plain reads go on meanwhile;
 * - `settling`: the job is finished, the rest is read plainly;
 * - `ended`, `failed`: nothing more happens.
 */
export type Phase = 'backlog' | 'live' | 'resuming' | 'settling' | 'ended' | 'failed';

export type MachineEvent<Line> =
  | { type: 'start' }
  | { type: 'opened' }
  /** From the socket. */
  | { type: 'lines'; lines: readonly Line[] }
  | { type: 'closed'; reason: CloseReason }
  /** The answer to an own `read`, or its next part. `complete`: nothing was left when Coder answered. */
  | { type: 'read'; after: LogId | undefined; lines: readonly Line[]; complete: boolean }
  | { type: 'readFailed'; code: ErrorCode; retryAfterMs?: number }
  /** What a reader read for itself with `after`: without a gap in itself. */
  | { type: 'offered'; after: LogId | undefined; lines: readonly Line[] }
  | { type: 'status'; finished: boolean }
  | { type: 'statusFailed'; code: ErrorCode; retryAfterMs?: number }
  /** Another replica has read the status. */
  | { type: 'hint'; finished: boolean }
  /** The socket is no more, since this replica's part is another one; the next one comes soon. */
  | { type: 'handover' }
  /** There is no such target any more, so nothing more to read. */
  | { type: 'gone' }
  /** The follower goes on with another token; the answers to all that was under way never come. */
  | { type: 'tokenSwitched' }
  | { type: 'tick' };

export type MachineAction<Line> =
  | { type: 'connect' }
  | { type: 'disconnect' }
  /** `whole`: up to the end of the log, answered in parts; otherwise one part is read. */
  | { type: 'read'; after: LogId | undefined; whole: boolean }
  | { type: 'checkStatus' }
  /** Send a tick then; replaces the wait before. */
  | { type: 'wait'; ms: number }
  | { type: 'deliver'; lines: readonly Line[] }
  | { type: 'end' }
  | { type: 'fail'; code: ErrorCode }
  /** What was delivered after this line differs from the log. */
  | { type: 'mismatch'; confirmed: LogId | undefined };

/** Whether what was asked for `after` continues at `last` or before it. */
export function hasReached(last: LogId | undefined, after: LogId | undefined): boolean {
  return after === undefined || (last !== undefined && after <= last);
}
