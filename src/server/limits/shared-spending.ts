import type { TokenBuckets } from './token-buckets.ts';

/** What was taken from one bucket. */
export interface Spending {
  /** Names the bucket among all of the deployment. */
  bucket: string;
  /** Tokens that flow into it in a minute, and that it holds at most. */
  perMinute: number;
  cost: number;
}

/** Buckets that several replicas share. */
export interface SharedBuckets {
  /** Takes the tokens; resolves to what each bucket holds afterwards. Rejects when they cannot be reached. */
  take(spent: readonly Spending[]): Promise<readonly number[]>;
}

/** Between two looks at the shared buckets: so long a replica does not know what the others have granted. */
const SYNC_MS = 50;

interface Unsynced extends Spending {
  buckets: TokenBuckets;
  key: string;
}

/**
 * Keeps the buckets of this process in step with the shared ones. Nobody waits for it: an operation is charged to the
 * buckets here, which are set right a moment later, and are all there is while the shared ones cannot be reached.
 */
export class SharedSpending {
  readonly #shared: SharedBuckets;
  #unsynced = new Map<string, Unsynced>();
  #timer: NodeJS.Timeout | undefined;

  constructor(shared: SharedBuckets) {
    this.#shared = shared;
  }

  /** So much was taken from this bucket here. */
  spent(buckets: TokenBuckets, name: string, key: string, cost: number): void {
    const bucket = `${name} ${key}`;
    const present = this.#unsynced.get(bucket);
    if (present) present.cost += cost;
    else this.#unsynced.set(bucket, { bucket, perMinute: buckets.perMinute, cost, buckets, key });
    this.#timer ??= setTimeout(() => void this.#sync(), SYNC_MS).unref();
  }

  async #sync(): Promise<void> {
    const spent = [...this.#unsynced.values()];
    this.#unsynced = new Map();
    this.#timer = undefined;
    try {
      const left = await this.#shared.take(spent);
      spent.forEach(({ bucket, buckets, key }, index) => {
        const since = this.#unsynced.get(bucket)?.cost ?? 0;
        buckets.set(key, (left[index] ?? 0) - since);
      });
    } catch {
      // Until the next one this process counts by itself.
    }
  }
}
