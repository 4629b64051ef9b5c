import { randomBytes } from 'node:crypto';
import type { FeedCluster, SharedTarget, TargetHandlers } from '../feeds/cluster.ts';
import { portions } from '../loaders/portions.ts';
import { lookAtLeases, renewLeases } from './scripts.ts';
import { LEASE_MS, Target, type TargetGroup } from './target.ts';

const RENEW_MS = 1_000;
/** Leases of one command. */
const LEASES_AT_ONCE = 500;

export type SharedTargetsOptions = Pick<TargetGroup, 'connection' | 'key' | 'streamBytes' | 'onLag'>;

export interface TargetsStats {
  /** Targets by the role of this process. */
  roles: Readonly<Record<'lead' | 'alone' | 'listen', number>>;
  leaseChanges: Readonly<Record<'taken' | 'lost' | 'released', number>>;
}

/** The targets that this process follows together with other replicas: who leads is told by leases in Redis. */
export class SharedTargets implements FeedCluster {
  readonly #group: TargetGroup;
  readonly #targets = new Set<Target>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: SharedTargetsOptions) {
    this.#group = {
      ...options,
      replica: randomBytes(12).toString('base64url'),
      leases: 0,
      leaseChanges: { taken: 0, lost: 0, released: 0 },
      left: (target) => this.#targets.delete(target),
    };
    options.connection.onChange((available) => {
      for (const target of [...this.#targets]) if (!available) target.cut();
      if (available) this.#renewIn(0);
    });
    this.#renewIn(RENEW_MS);
  }

  target(key: string, handlers: TargetHandlers): SharedTarget {
    const target = new Target(key, handlers, this.#group);
    this.#targets.add(target);
    return target;
  }

  stats(): TargetsStats {
    const roles = { lead: 0, alone: 0, listen: 0 };
    for (const { role } of this.#targets) if (role !== 'none') roles[role]++;
    return { roles, leaseChanges: { ...this.#group.leaseChanges } };
  }

  /** Releases all leases: the feeds have ended, or will with the process. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const target of [...this.#targets]) target.leave();
  }

  #renewIn(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = setTimeout(() => void this.#renew(), ms).unref();
  }

  async #renew(): Promise<void> {
    try {
      if (this.#group.connection.available) {
        const of = (role: Target['role']) => [...this.#targets].filter((target) => target.role === role);
        await Promise.all([
          ...portions(of('lead'), LEASES_AT_ONCE).map((targets) => this.#renewLed(targets)),
          ...portions(of('listen'), LEASES_AT_ONCE).map((targets) => this.#lookAtListened(targets)),
          ...of('alone').map((target) => target.tryToLead()),
        ]);
      }
    } catch {
      // The connection counts it, and says when it is back.
    } finally {
      this.#renewIn(RENEW_MS);
    }
  }

  async #renewLed(targets: readonly Target[]): Promise<void> {
    const keys = targets.map(({ lease }) => lease);
    const holders = targets.map(({ holder }) => holder);
    const held = (await this.#group.connection.script(renewLeases, keys, [LEASE_MS, ...holders])) as number[];
    targets.forEach((target, index) => {
      if (held[index] !== 1) target.fenced(holders[index] as string);
    });
  }

  async #lookAtListened(targets: readonly Target[]): Promise<void> {
    const keys = targets.map(({ lease }) => lease);
    const held = (await this.#group.connection.script(lookAtLeases, keys, [LEASE_MS])) as number[];
    targets.forEach((target, index) => {
      if (held[index] !== 1) target.leaderless();
    });
  }
}
