import type { FinalKind, SharedAnswers } from '../coder/cache/shared-answers.ts';
import { parseLogJson } from '../coder/response/log-json.ts';
import type { ClusterKey } from './cluster-key.ts';
import type { RedisConnection } from './connection.ts';
import { restJson } from './rest-json.ts';

/** How long Redis keeps an answer; the replicas that have used it keep it themselves. */
const KEPT_MS = 60 * 60_000;
/** A larger answer is not shared: reading it from Coder costs little more. */
const MAX_LENGTH = 512 * 1024;

/** What cannot change of builds, in Redis: by build and kind, signed. */
export class RedisAnswers implements SharedAnswers {
  readonly lookups = { hit: 0, miss: 0 };
  readonly #connection: RedisConnection;
  readonly #key: ClusterKey;

  constructor(connection: RedisConnection, key: ClusterKey) {
    this.#connection = connection;
    this.#key = key;
  }

  find(kind: FinalKind, build: string): Promise<unknown> | undefined {
    return this.#connection.available ? this.#find(this.#place(kind, build)) : undefined;
  }

  keep(kind: FinalKind, build: string, value: object): void {
    if (!this.#connection.available) return;
    const text = textOf(value);
    if (text === undefined || text.length > MAX_LENGTH) return;
    const place = this.#place(kind, build);
    const signed = this.#key.signed(place, text);
    // Whether it succeeds matters to nobody here; the connection counts failures.
    this.#connection.run((redis) => redis.set(place, signed, 'PX', KEPT_MS), signed.length).catch(() => {});
  }

  async #find(place: string): Promise<unknown> {
    try {
      const signed = await this.#connection.run((redis) => redis.get(place));
      const text = signed === null ? undefined : this.#key.verified(place, signed);
      this.lookups[text === undefined ? 'miss' : 'hit']++;
      return text === undefined ? undefined : parseLogJson(text);
    } catch {
      return undefined;
    }
  }

  #place(kind: FinalKind, build: string): string {
    return `${this.#key.prefix}kept:${kind}:${build}`;
  }
}

/** Undefined: it is nested too deep to be written. */
function textOf(value: object): string | undefined {
  try {
    return restJson(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
