import type { LogId } from '../coder/rest/scalars.ts';
import type { Hint, Role, SharedTarget, TargetHandlers, ToldLines } from '../feeds/cluster.ts';
import type { ClusterKey } from './cluster-key.ts';
import type { RedisConnection } from './connection.ts';
import { redisCause } from './failures.ts';
import { FREE, hintMessage, linesMessage, parseMessage } from './messages.ts';
import { acquireLease, publishLines, releaseLease, tellListeners } from './scripts.ts';

/** A lease ends this long after it was renewed for the last time. */
export const LEASE_MS = 3_000;
/** How long the lines of a log stay when nothing is added. */
const STREAM_MS = 10 * 60_000;
/** Entries that are read at once. */
const PAGE = 50;
/** How long a target is followed alone after what was told of it could not be true. */
const DISTRUST_MS = 30_000;

/** What the targets of a process have in common. */
export interface TargetGroup {
  readonly connection: RedisConnection;
  readonly key: ClusterKey;
  /** Tells the processes apart; a process that starts again is another one. */
  readonly replica: string;
  /** Bytes of the newest lines that Redis keeps of each log. */
  readonly streamBytes: number;
  /** How many leases the process has asked for so far, which numbers them. */
  leases: number;
  readonly leaseChanges: Record<'taken' | 'lost' | 'released', number>;
  /** Told how many seconds lines were on their way between two replicas. */
  onLag(seconds: number): void;
  left(target: Target): void;
}

/** One target: this process leads it, listens to who does, or follows it alone. */
export class Target implements SharedTarget {
  role: Role | 'none' = 'none';
  /** Key of its lease. */
  readonly lease: string;
  /** What the lease holds while this process leads: which of its leases it is, and the process. */
  holder = '';
  /** Key of its lines, and name of the channel on which they are told. */
  readonly #stream: string;
  readonly #handlers: TargetHandlers;
  readonly #group: TargetGroup;
  #entering: Promise<Role> | undefined;
  #trustedFrom = 0;
  #left = false;

  constructor(key: string, handlers: TargetHandlers, group: TargetGroup) {
    const { prefix } = group.key;
    const name = key.replaceAll(' ', ':');
    this.lease = `${prefix}lease:${name}`;
    this.#stream = `${prefix}lines:${name}`;
    this.#handlers = handlers;
    this.#group = group;
  }

  enter(): Promise<Role> {
    if (this.role === 'lead') return Promise.resolve('lead');
    this.#entering ??= this.#enter().finally(() => {
      this.#entering = undefined;
    });
    return this.#entering;
  }

  async since(after: LogId | undefined): Promise<readonly ToldLines[] | undefined> {
    const { connection } = this.#group;
    const found: ToldLines[] = [];
    try {
      for (let from = `${after ?? 0}-0`; ; ) {
        const entries = await connection.run((redis) => redis.xrange(this.#stream, from, '+', 'COUNT', PAGE));
        for (const [, [, signed = '']] of entries) {
          const message = this.#parse(signed);
          if (message?.kind !== 'lines') return undefined;
          found.push(message.told);
        }
        const last = entries.at(-1)?.[0];
        if (entries.length < PAGE || last === undefined) break;
        from = `(${last}`;
      }
      if (found.length === 0 && (await connection.run((redis) => redis.exists(this.#stream))) === 0) return undefined;
      return found;
    } catch {
      return undefined;
    }
  }

  publish(after: LogId | undefined, lines: readonly { id: LogId }[]): void {
    if (this.role !== 'lead') return;
    const { connection, key, streamBytes } = this.#group;
    const { holder } = this;
    const message = key.signed(this.#stream, linesMessage(after, lines, Date.now()));
    const last = String(lines.at(-1)?.id ?? after ?? 0);
    const args = [holder, last, message.length, message, STREAM_MS, streamBytes];
    connection.script(publishLines, [this.lease, this.#stream], args, message.length).then(
      (published) => published === 1 || this.fenced(holder),
      // When Redis is gone, `cut` comes as well; a key of another kind is this target's trouble alone.
      (error) => redisCause(error) === 'wrong_type' && this.distrust(),
    );
  }

  tell(hint: Hint): void {
    if (this.role !== 'lead') return;
    const { connection, key } = this.#group;
    const { holder } = this;
    connection
      .script(tellListeners, [this.lease, this.#stream], [holder, key.signed(this.#stream, hintMessage(hint))])
      .then(
        (told) => told === 1 || this.fenced(holder),
        () => {},
      );
  }

  yield(): void {
    if (this.role !== 'lead') return;
    this.#release();
    this.role = 'none';
  }

  distrust(): void {
    this.#trustedFrom = performance.now() + DISTRUST_MS;
    if (this.role === 'lead') {
      this.#release();
      this.role = 'alone';
    } else if (this.role === 'listen') this.#leaveRole();
  }

  leave(): void {
    this.#left = true;
    if (this.role === 'lead') this.#release();
    if (this.role === 'listen') this.#group.connection.unsubscribe(this.#stream);
    this.role = 'none';
    this.#group.left(this);
  }

  /** Redis is gone. */
  cut(): void {
    if (this.role === 'listen') this.#leaveRole();
    else if (this.role === 'lead') {
      // A Redis that is only full or slow tells the others all the same.
      this.#release();
      this.role = 'alone';
    }
  }

  /** The lease has another holder by now, or none. */
  fenced(holder: string): void {
    if (this.role !== 'lead' || this.holder !== holder) return;
    this.#group.leaseChanges.lost++;
    this.role = 'alone';
    void this.tryToLead();
  }

  /** Nobody has the lease. */
  leaderless(): void {
    if (this.role === 'listen') this.#leaveRole();
  }

  /** What is followed alone is led, or another replica's lines are listened to in its place. */
  async tryToLead(): Promise<void> {
    if (performance.now() < this.#trustedFrom || this.#entering) return;
    let leads: boolean;
    try {
      leads = await this.#acquire();
    } catch {
      return;
    }
    if (this.role !== 'alone') return;
    if (leads) {
      this.role = 'lead';
      this.#handlers.leading();
    } else this.#leaveRole();
  }

  async #enter(): Promise<Role> {
    const { connection } = this.#group;
    this.role = 'none';
    if (connection.available && performance.now() >= this.#trustedFrom) {
      try {
        if (await this.#acquire()) return this.#take('lead');
        await connection.subscribe(this.#stream, (message) => this.#heard(message));
        return this.#take('listen');
      } catch {
        // Counted where it was found out.
      }
    }
    return this.#take('alone');
  }

  #take(role: Role): Role {
    const { connection } = this.#group;
    const taken = role === 'listen' && !connection.available ? 'alone' : role;
    // It may have listened until it entered again.
    if (taken !== 'listen' || this.#left) connection.unsubscribe(this.#stream);
    if (!this.#left) this.role = taken;
    return taken;
  }

  async #acquire(): Promise<boolean> {
    const { connection, replica, leaseChanges } = this.#group;
    // What an earlier lease of this process still has to write must not pass for this one's.
    const holder = `${++this.#group.leases}:${replica}`;
    if ((await connection.script(acquireLease, [this.lease], [LEASE_MS, holder])) !== 1) return false;
    this.holder = holder;
    leaseChanges.taken++;
    if (this.#left) this.#release();
    return !this.#left;
  }

  #release(): void {
    const { connection, key } = this.#group;
    this.#group.leaseChanges.released++;
    connection.sendBestEffort(releaseLease, [this.lease, this.#stream], [this.holder, key.signed(this.#stream, FREE)]);
  }

  #leaveRole(): void {
    if (this.role === 'listen') this.#group.connection.unsubscribe(this.#stream);
    this.role = 'none';
    this.#handlers.changed();
  }

  #heard(signed: string): void {
    // What comes before the role is known is in the stream as well.
    if (this.role !== 'listen') return;
    const message = this.#parse(signed);
    if (message === undefined) this.distrust();
    else if (message.kind === 'free') this.leaderless();
    else if (message.kind === 'hint') this.#handlers.hint(message.hint);
    else {
      this.#group.onLag(Math.max(0, Date.now() - message.sentAt) / 1_000);
      this.#handlers.lines(message.told);
    }
  }

  #parse(signed: string) {
    const text = this.#group.key.verified(this.#stream, signed);
    return text === undefined ? undefined : parseMessage(text);
  }
}
