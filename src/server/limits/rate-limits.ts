import { type Settings, settingNames } from '../../config.ts';
import { GatewayError } from '../../errors.ts';
import type { Account } from './account.ts';
import { type SharedBuckets, SharedSpending } from './shared-spending.ts';
import { TokenBuckets } from './token-buckets.ts';

/** Buckets of tokens that Coder knows, and as many of addresses: those of the ones do not push out the others. */
const MAX_BUCKETS = 10_000;

/** What is counted. */
export type RateKind = 'operations' | 'complexity';

/** One policy: its buckets, by whom they are. */
interface Policy {
  kind: RateKind;
  perMinute: number;
  setting: string;
  known: TokenBuckets;
  unknown: TokenBuckets;
}

export interface RateLimitsOptions {
  settings: Pick<Settings, 'rateOperations' | 'rateComplexity'>;
  /** What other replicas count as well; absent: this process counts alone. */
  shared?: SharedBuckets | undefined;
  /** Milliseconds. */
  now?: () => number;
}

/** How much each account may ask for in a minute. */
export class RateLimits {
  readonly #policies: readonly Policy[];
  /** `RateLimit-Policy`, the same on every answer. */
  readonly #policyHeader: string;
  readonly #shared: SharedSpending | undefined;

  constructor({ settings, shared, now }: RateLimitsOptions) {
    const policy = (kind: RateKind, perMinute: number, setting: string): Policy[] => {
      if (perMinute === 0) return [];
      const buckets = () => new TokenBuckets({ perMinute, maxBuckets: MAX_BUCKETS, ...(now && { now }) });
      return [{ kind, perMinute, setting, known: buckets(), unknown: buckets() }];
    };
    this.#shared = shared && new SharedSpending(shared);
    this.#policies = [
      ...policy('operations', settings.rateOperations, settingNames.rateOperations),
      ...policy('complexity', settings.rateComplexity, settingNames.rateComplexity),
    ];
    this.#policyHeader = this.#policies.map(({ kind, perMinute }) => `"${kind}";q=${perMinute};w=60`).join(', ');
  }

  /** Takes what an operation costs from the account's bucket; the refusal when that does not hold it. */
  charge(kind: RateKind, account: Account, cost: number): GatewayError | undefined {
    const policy = this.#policies.find((each) => each.kind === kind);
    if (policy === undefined) return undefined;
    const buckets = bucketsOf(policy, account);
    const retryAfter = buckets.take(account.key, cost);
    if (retryAfter === undefined) {
      this.#shared?.spent(buckets, account.known ? kind : `${kind} unknown`, account.key, cost);
      return undefined;
    }
    const { perMinute, setting } = policy;
    const headers = { ...this.headers(account), 'retry-after': String(retryAfter) };
    const what = kind === 'operations' ? 'operations' : 'of complexity';
    return new GatewayError(
      'RATE_LIMITED',
      `More than ${perMinute} ${what} in a minute (${setting}); try again in ${retryAfter} s.`,
      { extensions: { retryAfter, http: { status: 429, spec: false, headers } } },
    );
  }

  /** `RateLimit` and `RateLimit-Policy` as draft-ietf-httpapi-ratelimit-headers has them; none when nothing is limited. */
  headers(account: Account): Record<string, string> {
    if (this.#policies.length === 0) return {};
    const levels = this.#policies.map((policy) => {
      const { remaining, fullInSeconds } = bucketsOf(policy, account).level(account.key);
      return `"${policy.kind}";r=${remaining};t=${fullInSeconds}`;
    });
    return { ratelimit: levels.join(', '), 'ratelimit-policy': this.#policyHeader };
  }
}

function bucketsOf({ known, unknown }: Policy, account: Account): TokenBuckets {
  return account.known ? known : unknown;
}
