import type { IncomingMessage } from 'node:http';
import { isOwner } from '../state/permissions.ts';
import type { UserRow } from '../state/rows.ts';
import { header } from './auth.ts';
import { envelope, type Reply, TEXT_TYPE } from './http.ts';
import { parseBool } from './query.ts';

const WINDOW_MS = 60_000;

interface Bucket {
  window: number;
  current: number;
  previous: number;
}

/** Coder's limiter: one bucket per user and path, estimated over a sliding minute. */
export class RateLimiter {
  readonly #limit: number;
  readonly #buckets = new Map<string, Bucket>();
  #lastSweep = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The headers to put on the answer, and the refusal when there is one. */
  check(
    request: IncomingMessage,
    path: string,
    user: UserRow | null,
    now: number,
  ): { headers: Record<string, string>; refusal: Reply | null } {
    if (this.#limit < 0) return { headers: {}, refusal: null };
    if (user !== null && parseBool(header(request, 'x-coder-bypass-ratelimit')) === true) {
      if (isOwner(user)) return { headers: {}, refusal: null };
      const body = '"X-Coder-Bypass-Ratelimit" provided but user is not owner';
      return { headers: {}, refusal: { status: 428, contentType: TEXT_TYPE, body } };
    }
    const window = Math.floor(now / WINDOW_MS);
    this.#sweep(window);
    const bucket = this.#bucket(`${user?.id ?? clientKey(request)} ${path}`, window);
    const remainingShare = 1 - (now - window * WINDOW_MS) / WINDOW_MS;
    const rate = Math.round(bucket.previous * remainingShare + bucket.current);
    const refused = rate + 1 > this.#limit;
    if (!refused) bucket.current += 1;
    const headers: Record<string, string> = {
      'X-Ratelimit-Limit': String(this.#limit),
      'X-Ratelimit-Remaining': String(Math.max(0, this.#limit - rate - (refused ? 0 : 1))),
      'X-Ratelimit-Reset': String(((window + 1) * WINDOW_MS) / 1000),
    };
    if (!refused) return { headers, refusal: null };
    headers['Retry-After'] = '60';
    const message = `You've been rate limited for sending more than ${this.#limit} requests in 1m0s.`;
    return { headers, refusal: envelope(429, message) };
  }

  #bucket(key: string, window: number): Bucket {
    const known = this.#buckets.get(key);
    if (known !== undefined && known.window === window) return known;
    const previous = known !== undefined && known.window === window - 1 ? known.current : 0;
    const bucket = { window, current: 0, previous };
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #sweep(window: number): void {
    if (window === this.#lastSweep) return;
    this.#lastSweep = window;
    for (const [key, bucket] of this.#buckets) if (bucket.window < window - 1) this.#buckets.delete(key);
  }
}

/** The client's address; of IPv6 the /64. */
function clientKey(request: IncomingMessage): string {
  const address = request.socket.remoteAddress ?? '';
  return address.includes(':') && !address.includes('.') ? address.split(':').slice(0, 4).join(':') : address;
}
