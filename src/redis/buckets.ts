import { portions } from '../loaders/portions.ts';
import type { SharedBuckets, Spending } from '../server/limits/shared-spending.ts';
import type { ClusterKey } from './cluster-key.ts';
import type { RedisConnection } from './connection.ts';
import { Unavailable } from './failures.ts';
import { takeTokens } from './scripts.ts';

/** Buckets of one command. */
const AT_ONCE = 200;

/** Token buckets in Redis, by its clock. Their names are hashes: Redis does not learn who is behind one. */
export class RedisBuckets implements SharedBuckets {
  readonly #connection: RedisConnection;
  readonly #key: ClusterKey;

  constructor(connection: RedisConnection, key: ClusterKey) {
    this.#connection = connection;
    this.#key = key;
  }

  async take(spent: readonly Spending[]): Promise<readonly number[]> {
    const answers = portions(spent, AT_ONCE).map((portion) => {
      const keys = portion.map(({ bucket }) => `${this.#key.prefix}rate:${this.#key.hash(bucket)}`);
      const args = portion.flatMap(({ perMinute, cost }) => [perMinute, cost]);
      return this.#connection.script(takeTokens, keys, args);
    });
    const left = (await Promise.all(answers)).flat().map(Number);
    if (left.length !== spent.length || left.some(Number.isNaN)) throw new Unavailable('refused');
    return left;
  }
}
