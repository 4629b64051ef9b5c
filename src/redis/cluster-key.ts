import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Settings } from '../config.ts';

/** Changes when what replicas write is no longer what those of an earlier version read. */
const FORMAT = 1;
/** Characters of a signature: 128 bits. */
const SIGNATURE = 22;

/**
 * What only the replicas of one deployment know: it names their keys in Redis, signs what they write there, and hashes
 * identities. It comes from a secret of the settings and the address of Coder, and is itself nowhere in Redis.
 */
export class ClusterKey {
  /** In front of each key; what other deployments write has another one. */
  readonly prefix: string;
  /** What hashes tokens in this process, so that an identity has one hash in all replicas. */
  readonly identitySecret: string;
  readonly #signing: Buffer;
  readonly #naming: Buffer;

  constructor({ redisUrl, redisSecret, coderUrl }: Pick<Settings, 'redisUrl' | 'redisSecret' | 'coderUrl'>) {
    const secret = redisSecret ?? redisUrl?.password ?? '';
    const derived = (purpose: string) =>
      Buffer.from(hkdfSync('sha256', secret, `coder-graphql ${FORMAT}`, `${purpose} ${coderUrl?.href}`, 32));
    this.#signing = derived('sign');
    this.#naming = derived('name');
    this.identitySecret = derived('identity').toString('base64url');
    this.prefix = `coder-graphql:${FORMAT}:${derived('prefix').toString('base64url').slice(0, 10)}:`;
  }

  /** A name from which nobody without the key can tell what it names. */
  hash(text: string): string {
    return createHmac('sha256', this.#naming).update(text).digest('base64url');
  }

  /** The text with a signature in front, which holds only at this place. */
  signed(place: string, text: string): string {
    return this.#signature(place, text) + text;
  }

  /** The text behind its signature; undefined when no replica of this deployment has written it for this place. */
  verified(place: string, signed: string): string | undefined {
    const text = signed.slice(SIGNATURE);
    const expected = Buffer.from(this.#signature(place, text));
    const given = Buffer.from(signed.slice(0, SIGNATURE));
    return given.length === expected.length && timingSafeEqual(given, expected) ? text : undefined;
  }

  #signature(place: string, text: string): string {
    return createHmac('sha256', this.#signing)
      .update(`${place}\n`)
      .update(text)
      .digest('base64url')
      .slice(0, SIGNATURE);
  }
}
