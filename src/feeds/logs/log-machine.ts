import type { CloseReason } from '../../coder/connection/follow.ts';
import type { LogId } from '../../coder/rest/scalars.ts';
import type { ErrorCode } from '../../errors.ts';
import { refusalRetryAfterMs } from '../failure.ts';
import { RetryBudget } from '../retry-budget.ts';
import type { FeedTimings } from '../timings.ts';
import { DeliveryAudit } from './delivery-audit.ts';
import { DueTimes } from './due-times.ts';
import { firstJump, linesAbove } from './id-order.ts';
import { hasReached, type MachineAction, type MachineEvent, type Phase } from './machine-protocol.ts';
import { StatusTimes } from './status-times.ts';

export interface MachineOptions {
  timings: FeedTimings;
  /** The last id that is already delivered; undefined: from the beginning. */
  after: LogId | undefined;
  /** Whether the target has a job whose end ends the log; without, only `gone` does. */
  hasStatus: boolean;
}

/** A socket that stayed open for this long was a good one, even if it brought nothing. */
const STABLE_MS = 10_000;

/**
 * One log, followed. Pure: events in, actions out, no sockets and no timers.
 *
 * The invariant: `last` is the id up to which everything that Coder stores has been delivered. Whatever brings
 * lines (a socket, a plain read, another reader's read) was asked for `after` an id that `last` has reached, and
 * is without a gap in itself; so dropping what is not above `last` makes it continue exactly there. Close codes prove
 * nothing: the log ends when the job is finished and a plain read that began after that was known is at its end.
 * What was delivered before is compared with that read, so that the invariant need not be believed either.
 */
export class LogMachine<Line extends { id: LogId }> {
  phase: Phase = 'backlog';
  last: LogId | undefined;
  readonly #timings: FeedTimings;
  readonly #hasStatus: boolean;
  #actions: MachineAction<Line>[] = [];
  #socket: 'none' | 'connecting' | 'open' = 'none';
  #reading = false;
  #checking = false;
  #finished = false;
  /** The job was seen unfinished, or the socket opened, so the machine will see it end. */
  #sawJobUnfinished = false;
  /** Whether the read under way began after the end was known, so that it sees the rest. */
  #finalRead = false;
  readonly #audit: DeliveryAudit;
  /** Whether the read under way is the audit's. */
  #auditing = false;

  /** The socket and the reads wait for a check under way, so that a finished job is not dialed. */
  readonly #due = new DueTimes();

  readonly #retries: RetryBudget;
  readonly #status: StatusTimes;
  #openedAt = 0;
  /** Whether the socket has brought anything new. */
  #progressed = false;

  constructor({ timings, after, hasStatus }: MachineOptions) {
    this.#timings = timings;
    this.#hasStatus = hasStatus;
    this.#status = new StatusTimes(timings);
    this.#retries = new RetryBudget(timings);
    this.last = after;
    this.#audit = new DeliveryAudit(after);
  }

  get ended(): boolean {
    return this.phase === 'ended' || this.phase === 'failed';
  }

  step(event: MachineEvent<Line>, now: number): readonly MachineAction<Line>[] {
    if (this.ended) return [];
    this.#actions = [];
    this.#take(event, now);
    // Lines of an open socket change nothing that is due: the timer that is set finds out how long the silence was.
    if (event.type !== 'lines' && event.type !== 'offered') this.#proceed(now);
    return this.#actions;
  }

  #take(event: MachineEvent<Line>, now: number): void {
    switch (event.type) {
      case 'start':
        this.#retries.recordContact(now);
        this.#due.connect = now;
        if (this.#hasStatus) this.#due.status = now;
        break;
      case 'opened':
        this.#socket = 'open';
        this.#openedAt = now;
        this.#sawJobUnfinished = true;
        this.phase = 'live';
        if (this.#hasStatus) this.#due.status = this.#status.heard(now);
        break;
      case 'lines':
        if (this.#socket !== 'open') break;
        this.#status.heard(now);
        this.#takeLive(event.lines, now);
        break;
      case 'closed':
        this.#closed(event.reason, now);
        break;
      case 'offered':
        if (hasReached(this.last, event.after)) this.#deliver(event.lines);
        break;
      case 'read':
        this.#read(event, now);
        break;
      case 'readFailed':
        this.#reading = false;
        this.#due.read = now + this.#retries.pause(event.retryAfterMs);
        this.#due.pause(now, event.retryAfterMs);
        this.#judge(this.#retries.readFailed(event.code, now));
        break;
      case 'status':
        this.#checking = false;
        this.#retries.statusRead(now);
        if (event.finished) this.#finish(now);
        else {
          this.#sawJobUnfinished = true;
          this.#due.status = this.#status.unfinished(now);
        }
        break;
      case 'statusFailed':
        this.#checking = false;
        this.#due.status = this.#status.failed(now, this.#retries.pause(event.retryAfterMs));
        this.#due.pause(now, event.retryAfterMs);
        this.#judge(this.#retries.statusFailed(event.code, now));
        break;
      case 'hint':
        if (this.#hasStatus && !this.#finished && this.#status.told(event.finished, now)) this.#due.status = now;
        break;
      case 'handover':
        if (this.#socket === 'none') break;
        this.#socket = 'none';
        this.phase = 'resuming';
        this.#due.connect = now + this.#timings.random() * this.#timings.resumeSpreadMs;
        break;
      case 'gone':
        this.#over({ type: 'end' });
        break;
      case 'tokenSwitched':
        this.#restart(now);
        break;
      case 'tick':
        break;
    }
  }

  /** A line whose id is far beyond the last one is left to a plain read: a wrong id would hide all lines below it. */
  #takeLive(lines: readonly Line[], now: number): void {
    const jump = firstJump(this.last, lines);
    if (this.#deliver(jump < 0 ? lines : lines.slice(0, jump))) {
      this.#audit.needed = true;
      this.#retries.recordContact(now);
      this.#progressed = true;
    }
    if (jump < 0) return;
    this.#disconnect();
    this.phase = 'resuming';
    this.#due.read = now;
    this.#due.connect = now + this.#retries.backoff(this.#retries.attempt(this.#progressed) + 1);
    this.#proceed(now);
  }

  #closed(reason: CloseReason, now: number): void {
    const { pollMs, refollowMs, resumeSpreadMs, random } = this.#timings;
    const orderly = reason.kind === 'closed' && reason.code === 1000;
    const stable = this.#socket === 'open' && now - this.#openedAt >= STABLE_MS;
    this.#socket = 'none';
    this.phase = 'resuming';
    if (stable) this.#retries.recordContact(now);
    const attempt = this.#retries.attempt(stable || this.#progressed);
    if (!this.#hasStatus && orderly) {
      // Coder closes an agent's socket as soon as a newer build exists; the agent may go on writing for long.
      this.#due.read = now + Math.min(pollMs, 100);
      this.#due.connect = now + refollowMs;
      return;
    }
    // A normal close is most often the end, so it is asked at once whether it is. Other closes hit many feeds together.
    const delay = attempt > 0 ? this.#retries.backoff(attempt) : orderly ? 0 : random() * resumeSpreadMs;
    this.#due.connect = now + delay;
    if (this.#hasStatus) this.#due.status = now + delay;
    // The next socket brings what this one did not. Where sockets bring nothing, plain reads keep the feed going.
    if (attempt > 0) this.#due.read = now + delay;
    this.#due.pause(now, refusalRetryAfterMs(reason));
    if (reason.kind === 'lost' || reason.kind === 'refused') this.#judge(this.#retries.dialFailed(now));
  }

  #read({ after, lines, complete }: MachineEvent<Line> & { type: 'read' }, now: number): void {
    const { pollMs, settleMs } = this.#timings;
    this.#retries.readDone(now);
    if (hasReached(this.last, after) && this.#deliver(lines) && !this.#finished) this.#audit.needed = true;
    if (this.#auditing) {
      this.#audit.compare(lines);
      if (complete) this.#conclude();
      return;
    }
    this.#reading = false;
    if (!complete) this.#due.read = now;
    else if (!this.#finished)
      this.#due.read = this.#due.connect > now + pollMs ? now + pollMs : Number.POSITIVE_INFINITY;
    else if (!this.#finalRead) this.#due.read = now;
    else if (this.#sawJobUnfinished) {
      this.#sawJobUnfinished = false;
      this.#due.read = now + settleMs;
    } else this.#over({ type: 'end' });
  }

  /** The log is finished, and all of it was read. */
  #conclude(): void {
    const result = this.#audit.finish();
    this.#over(result.matches ? { type: 'end' } : { type: 'mismatch', confirmed: result.confirmed });
  }

  #restart(now: number): void {
    this.#disconnect();
    this.#due.endPause();
    if (this.#checking) this.#due.status = now;
    if (this.#reading) this.#due.read = now;
    this.#checking = false;
    this.#reading = false;
    if (this.#finished) return;
    if (this.phase === 'live') this.phase = 'resuming';
    this.#due.connect = now;
  }

  #finish(now: number): void {
    this.#finished = true;
    this.phase = 'settling';
    this.#due.status = Number.POSITIVE_INFINITY;
    this.#due.connect = Number.POSITIVE_INFINITY;
    this.#due.read = now;
    this.#disconnect();
  }

  /** Does what is due and sets the timer for what comes next. */
  #proceed(now: number): void {
    if (this.ended) return;
    this.#due.applyPause();
    if (this.#hasStatus && !this.#checking && !this.#finished) {
      if (this.#socket === 'open') this.#due.status = Math.max(this.#due.status, this.#status.notBefore);
      if (now >= this.#due.status) {
        this.#checking = true;
        this.#act({ type: 'checkStatus' });
      }
    }
    const idle = this.#socket === 'none' && !this.#reading;
    if (idle && now >= this.#due.read) {
      this.#reading = true;
      this.#finalRead = this.#finished;
      // The last read of all is that of the audit, which needs what came before as well.
      this.#auditing = this.#finished && !this.#sawJobUnfinished && this.#audit.needed;
      this.#due.read = Number.POSITIVE_INFINITY;
      this.#act({ type: 'read', after: this.#auditing ? this.#audit.begin() : this.last, whole: this.#auditing });
    }
    if (this.#socket === 'none' && !this.#reading && !this.#checking && now >= this.#due.connect) {
      this.#socket = 'connecting';
      this.#progressed = false;
      this.#act({ type: 'connect' });
    }
    const due = this.#due.next({ checking: this.#checking, busy: this.#socket !== 'none' || this.#reading });
    if (due !== Number.POSITIVE_INFINITY) this.#act({ type: 'wait', ms: Math.max(0, due - now) });
  }

  /** Delivers the lines above `last`; whether there were any. */
  #deliver(lines: readonly Line[]): boolean {
    const news = linesAbove(this.last, lines);
    if (news.length === 0) return false;
    this.last = (news.at(-1) as Line).id;
    this.#audit.delivered(news);
    this.#act({ type: 'deliver', lines: news });
    return true;
  }

  /** While a socket is open the upstream is there, whatever else fails. */
  #judge(verdict: ErrorCode | undefined): void {
    if (verdict !== undefined && this.#socket !== 'open') this.#over({ type: 'fail', code: verdict });
  }

  #over(last: MachineAction<Line> & { type: 'end' | 'fail' | 'mismatch' }): void {
    this.#disconnect();
    this.phase = last.type === 'end' ? 'ended' : 'failed';
    this.#act(last);
  }

  #disconnect(): void {
    if (this.#socket !== 'none') this.#act({ type: 'disconnect' });
    this.#socket = 'none';
  }

  #act(action: MachineAction<Line>): void {
    this.#actions.push(action);
  }
}
