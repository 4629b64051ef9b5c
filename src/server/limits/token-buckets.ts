import { LRUCache } from 'lru-cache';

const MINUTE_MS = 60_000;

/** A bucket as it was when somebody last took from it. */
interface Bucket {
  tokens: number;
  /** In milliseconds. */
  at: number;
}

/** What a bucket holds. */
export interface Level {
  /** Whole tokens that are left. */
  remaining: number;
  /** Seconds until it is full again. */
  fullInSeconds: number;
}

export interface TokenBucketsOptions {
  /** Tokens that flow into each bucket in a minute, and that it holds at most. */
  perMinute: number;
  /** Buckets that are remembered; of more than these the one that was used least lately is full again. */
  maxBuckets: number;
  /** Milliseconds. */
  now?: () => number;
}

/**
 * Token buckets by key, bounded in number. (rate-limiter-flexible counts in fixed windows, with a timer and without a
 * bound for its keys in memory, so that a flood of addresses would grow the process.)
 */
export class TokenBuckets {
  readonly perMinute: number;
  readonly #buckets: LRUCache<string, Bucket>;
  readonly #now: () => number;

  constructor({ perMinute, maxBuckets, now = () => performance.now() }: TokenBucketsOptions) {
    this.perMinute = perMinute;
    // `max` would take the memory of all buckets at once.
    this.#buckets = new LRUCache({ maxSize: maxBuckets, sizeCalculation: () => 1 });
    this.#now = now;
  }

  /**
   * Takes the tokens; undefined when they are taken, else the seconds after which they could be. What costs more than a
   * bucket holds is granted to a full one, which has to make up for it afterwards.
   */
  take(key: string, cost: number): number | undefined {
    const bucket = this.#refilled(key);
    const missing = Math.min(cost, this.perMinute) - bucket.tokens;
    if (missing > 0) return Math.max(1, Math.ceil((missing / this.perMinute) * 60));
    bucket.tokens -= cost;
    this.#buckets.set(key, bucket);
    return undefined;
  }

  /** What the bucket holds by now, in place of what was known. */
  set(key: string, tokens: number): void {
    this.#buckets.set(key, { tokens: Math.min(tokens, this.perMinute), at: this.#now() });
  }

  level(key: string): Level {
    const { tokens } = this.#refilled(key);
    const missing = this.perMinute - tokens;
    return {
      remaining: Math.max(0, Math.floor(tokens)),
      fullInSeconds: Math.ceil((missing / this.perMinute) * 60),
    };
  }

  #refilled(key: string): Bucket {
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? { tokens: this.perMinute, at: now };
    bucket.tokens = Math.min(this.perMinute, bucket.tokens + ((now - bucket.at) / MINUTE_MS) * this.perMinute);
    bucket.at = now;
    return bucket;
  }
}
