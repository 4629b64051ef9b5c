import type { Logger } from 'pino';
import { settingNames } from '../../config.ts';

const QUIET_MS = 60_000;

/** Origins that are named within a minute; whoever invents origins can neither fill the log nor the memory. */
const MOST_ORIGINS = 50;

/** Tells the operator which web pages are refused: each origin at most once a minute. */
export class RefusedOrigins {
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #lastLoggedAt = new Map<string, number>();

  constructor(log: Logger, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  /** Notes a refusal of a page of `origin`, which may be any text. */
  add(origin: string): void {
    const name = origin.length > 200 ? `${origin.slice(0, 200)}…` : origin;
    const now = this.#now();
    for (const [other, loggedAt] of this.#lastLoggedAt) {
      if (now - loggedAt < QUIET_MS) break;
      this.#lastLoggedAt.delete(other);
    }
    if (this.#lastLoggedAt.has(name) || this.#lastLoggedAt.size >= MOST_ORIGINS) return;
    this.#lastLoggedAt.set(name, now);
    this.#log.warn(
      { origin: name, setting: settingNames.allowedOrigins },
      'pages of this origin are refused; if they are yours, add the origin to the setting',
    );
  }
}
