import { GatewayError } from '../../errors.ts';
import { type Feature, features, type Promised, printable, reaches } from './features.ts';

/** For how long a version that Coder has sent counts. */
const RECENT_MS = 60_000;
/** While Coder is upgraded its replicas are of two versions, rarely of three. */
const MAX_VERSIONS = 8;

/**
 * Which versions of Coder answer at present. Each answer carries one (`X-Coder-Build-Version`), as does `/buildinfo`.
 * While replicas of several versions answer, a feature counts only when all of them have it, since the next request
 * may go to any of them.
 */
export class DeploymentVersion {
  readonly #ask: () => Promise<unknown>;
  readonly #now: () => number;
  readonly #seenAt = new Map<string, number>();
  /** `feature version`: that version has refused it, whatever its number promises. */
  readonly #refused = new Set<string>();

  /** `ask` reads `/buildinfo`, whose answer comes back here through `seen`. */
  constructor(ask: () => Promise<unknown>, now: () => number = () => performance.now()) {
    this.#ask = ask;
    this.#now = now;
  }

  /** An answer of Coder says that it is of this version. */
  seen(version: string | undefined): void {
    if (version === undefined) return;
    // The newest comes last.
    this.#seenAt.delete(version);
    this.#seenAt.set(version, this.#now());
    const [oldest] = this.#seenAt.keys();
    if (this.#seenAt.size > MAX_VERSIONS && oldest !== undefined) this.#seenAt.delete(oldest);
  }

  /** The versions that answered within the last minute. */
  get recent(): string[] {
    const since = this.#now() - RECENT_MS;
    return [...this.#seenAt].filter(([, at]) => at >= since).map(([version]) => version);
  }

  /** What the versions say that are known without asking. */
  has(feature: Feature): Promised {
    return this.#worst(feature, this.recent);
  }

  /** A Coder refused the feature: its version is not asked for it again. */
  refuses(feature: Feature): void {
    const version = [...this.#seenAt.keys()].at(-1);
    if (version === undefined) return;
    if (this.#refused.size > 100) this.#refused.clear();
    this.#refused.add(`${feature} ${version}`);
  }

  /**
   * Throws `UPSTREAM_TOO_OLD` unless every version that answers is known to have the feature; a version that tells
   * nothing is refused too. Asks `/buildinfo` when no answer of the last minute has told, and throws as that does.
   */
  async require(feature: Feature): Promise<void> {
    if (this.recent.length === 0) await this.#ask();
    const { recent } = this;
    if (this.#worst(feature, recent) === 'yes') return;
    throw tooOld(
      feature,
      recent.find((version) => this.#one(feature, version) !== 'yes'),
    );
  }

  /** The error for what a version that answers is known not to have; undefined: none is. */
  lack(feature: Feature): GatewayError | undefined {
    const old = this.recent.find((version) => this.#one(feature, version) === 'no');
    return old === undefined ? undefined : tooOld(feature, old);
  }

  #worst(feature: Feature, versions: readonly string[]): Promised {
    const each = versions.map((version) => this.#one(feature, version));
    if (each.includes('no')) return 'no';
    return each.length === 0 || each.includes('unknown') ? 'unknown' : 'yes';
  }

  #one(feature: Feature, version: string): Promised {
    return this.#refused.has(`${feature} ${version}`) ? 'no' : reaches(version, features[feature].since);
  }
}

/** The error for what this Coder is too old for, or of which its version does not tell. */
export function tooOld(feature: Feature, version?: string): GatewayError {
  const { what, since } = features[feature];
  const known = version === undefined ? '' : ` (${printable(version)})`;
  const problem =
    version !== undefined && reaches(version, since) === 'unknown'
      ? `The version of this Coder${known} does not tell whether it has`
      : `This Coder${known} is too old for`;
  return new GatewayError('UPSTREAM_TOO_OLD', `${problem} ${what}: Coder v${since} or later is needed.`);
}
