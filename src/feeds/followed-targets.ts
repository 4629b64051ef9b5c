import { settingNames } from '../config.ts';
import { GatewayError } from '../errors.ts';

/** What each identity follows, counted once for each target however many of its readers share it. */
export class FollowedTargets {
  readonly #limit: number;
  /** Readers of each target, by identity. */
  readonly #readers = new Map<string, Map<string, number>>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts a reader, until the result is called; throws when the identity follows too much already. */
  follow(identity: string, target: string): () => void {
    const targets = this.#readers.get(identity) ?? new Map<string, number>();
    const readers = targets.get(target) ?? 0;
    if (readers === 0 && targets.size >= this.#limit) throw tooManyTargets(this.#limit);
    this.#readers.set(identity, targets);
    targets.set(target, readers + 1);
    return () => {
      const left = (targets.get(target) ?? 0) - 1;
      if (left > 0) targets.set(target, left);
      else targets.delete(target);
      if (targets.size === 0) this.#readers.delete(identity);
    };
  }
}

function tooManyTargets(limit: number): GatewayError {
  return new GatewayError(
    'TOO_MANY_SUBSCRIPTIONS',
    `${limit} builds, agents, workspaces and lists are followed with this token already (${settingNames.maxIdentityFeeds}).`,
  );
}
