import { GatewayError } from '../../errors.ts';
import { isDenied, retryAfterMs } from '../failure.ts';
import type { StaggeredSchedule } from '../staggered-schedule.ts';
import type { FeedTimings } from '../timings.ts';
import type { Credential } from './log-tail.ts';

export interface AccessMonitorOptions {
  timings: Pick<FeedTimings, 'clock' | 'random' | 'accessCheckJitterMs' | 'recheckMs' | 'backoffMaxMs'>;
  /** Repeats the check of each identity. */
  schedule: StaggeredSchedule;
  /** Whether NOT_FOUND can mean that the target is gone for everybody; otherwise it means a lost right. */
  targetCanVanish: boolean;
  /** Reads the target with this token; rejects when Coder refuses it or does not answer. */
  ask: (token: string) => Promise<void>;
  /** This identity may no longer read. The callee removes it. */
  lost: (identity: string, error: unknown) => void;
  /** The feed's own reads and sockets go with another identity's token from now on. */
  ownerChanged: (token: string) => void;
  /** The target is gone for everybody. */
  targetGone: () => void;
}

interface Account extends Credential {
  /** Coder said that there is no such target; whether to all or only to this identity is not known yet. */
  missing: boolean;
  leaveSchedule: () => void;
  /** When its right was last confirmed. */
  checkedAt: number;
  recheck: unknown;
}

/**
 * Whether each identity that reads a log still may: it asks Coder on a schedule, after a lost socket, and when a read
 * was refused. One identity is the credential owner: the log is followed with its token.
 */
export class AccessMonitor {
  readonly #options: AccessMonitorOptions;
  readonly #accounts = new Map<string, Account>();
  /** Checks under way, by identity. */
  readonly #checks = new Map<string, Promise<void>>();
  #owner: Account;
  #stopped = false;

  /** The first identity is the credential owner. */
  constructor(options: AccessMonitorOptions, first: Credential) {
    this.#options = options;
    this.#owner = this.#add(first);
  }

  /** An identity that Coder has just let read. */
  add(credential: Credential): void {
    if (!this.#accounts.has(credential.identity)) this.#add(credential);
  }

  /** The identity reads no more. */
  remove(identity: string): void {
    const account = this.#accounts.get(identity);
    if (account === undefined) return;
    this.#accounts.delete(identity);
    this.#release(account);
    if (account === this.#owner && this.#accounts.size > 0 && !this.#stopped) this.#changeOwner();
  }

  /** Asks Coder whether this identity may read; those who ask at the same time share the answer. */
  check({ identity, token }: Credential): Promise<void> {
    let check = this.#checks.get(identity);
    if (check === undefined) {
      check = this.#options.ask(token).finally(() => this.#checks.delete(identity));
      this.#checks.set(identity, check);
    }
    return check;
  }

  /** Coder has refused a read of this identity. */
  denied(identity: string, error: unknown): void {
    const account = this.#accounts.get(identity);
    if (account) this.#denied(account, error);
  }

  /** Coder has refused the credential owner. */
  ownerDenied(error: unknown): void {
    this.#denied(this.#owner, error);
  }

  /** A lost socket can be the sign of a lost right; where sockets are lost all the time, `recheckMs` bounds the reads. */
  socketOpened(): void {
    // Coder has just accepted the owner's token.
    this.#owner.checkedAt = this.#options.timings.clock.now();
    for (const account of this.#accounts.values()) if (account !== this.#owner) this.#recheckSoon(account);
  }

  /** The same where the socket is another replica's: nothing is known of any right here. */
  socketOpenedElsewhere(): void {
    for (const account of this.#accounts.values()) this.#recheckSoon(account);
  }

  /** No more checks, and no more calls of the options' functions. */
  stop(): void {
    this.#stopped = true;
    for (const account of this.#accounts.values()) this.#release(account);
  }

  #add({ identity, token }: Credential): Account {
    const { schedule, timings } = this.#options;
    const account: Account = {
      identity,
      token,
      missing: false,
      leaveSchedule: schedule.add(() => void this.#recheck(account)),
      checkedAt: timings.clock.now(),
      recheck: undefined,
    };
    this.#accounts.set(identity, account);
    return account;
  }

  #release({ leaveSchedule, recheck }: Account): void {
    leaveSchedule();
    this.#options.timings.clock.clearTimeout(recheck);
  }

  /** Whether the account was removed, or all were, while an answer was awaited. */
  #left(account: Account): boolean {
    return this.#stopped || this.#accounts.get(account.identity) !== account;
  }

  async #recheck(account: Account): Promise<void> {
    const { timings } = this.#options;
    try {
      await this.check(account);
      account.checkedAt = timings.clock.now();
    } catch (error) {
      if (this.#left(account)) return;
      if (isDenied(error)) this.#denied(account, error);
      // Without an answer nothing is known; Coder is asked again sooner than the schedule would.
      else this.#recheckIn(account, Math.max(timings.recheckMs, retryAfterMs(error)));
    }
  }

  #recheckSoon(account: Account): void {
    const { clock, random, accessCheckJitterMs, recheckMs } = this.#options.timings;
    const soonest = account.checkedAt + recheckMs - clock.now();
    this.#recheckIn(account, Math.max(random() * accessCheckJitterMs, soonest));
  }

  #recheckIn(account: Account, ms: number): void {
    const { clock } = this.#options.timings;
    clock.clearTimeout(account.recheck);
    account.recheck = clock.setTimeout(() => void this.#recheck(account), ms);
  }

  #denied(account: Account, error: unknown): void {
    if (this.#stopped) return;
    const { targetCanVanish, lost, targetGone } = this.#options;
    // To each identity a lost right looks like a target that is gone. Another one's token tells which it is.
    if (targetCanVanish && error instanceof GatewayError && error.code === 'NOT_FOUND') account.missing = true;
    else lost(account.identity, error);
    const suspects = [...this.#accounts.values()].filter(({ missing }) => missing);
    if (suspects.length === 0 || this.#stopped) return;
    if (suspects.length === this.#accounts.size) {
      targetGone();
      return;
    }
    if (this.#owner.missing) this.#changeOwner();
    void this.#confirm(suspects);
  }

  /** Asks with the owner's token whether the target is still there, since Coder told these that it is not. */
  async #confirm(suspects: readonly Account[]): Promise<void> {
    const owner = this.#owner;
    try {
      await this.#options.ask(owner.token);
    } catch (error) {
      const { clock, backoffMaxMs } = this.#options.timings;
      if (this.#left(owner) || owner !== this.#owner || owner.missing) return;
      if (isDenied(error)) this.#denied(owner, error);
      else {
        clock.clearTimeout(owner.recheck);
        owner.recheck = clock.setTimeout(() => void this.#confirm(suspects), backoffMaxMs);
      }
      return;
    }
    // It is there, so these have lost the right to it.
    for (const suspect of suspects) {
      if (this.#left(suspect)) continue;
      this.#options.lost(
        suspect.identity,
        new GatewayError('NOT_FOUND', 'The agent can no longer be read with this token.'),
      );
    }
  }

  #changeOwner(): void {
    for (const account of this.#accounts.values()) {
      if (account.missing) continue;
      this.#owner = account;
      this.#options.ownerChanged(account.token);
      return;
    }
    // Coder told all others that there is no such target, and nobody is left to ask.
    this.#options.targetGone();
  }
}
