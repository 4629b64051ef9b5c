import { hash, randomBytes } from 'node:crypto';

/**
 * Tells tokens apart without keeping them: as hashes with a secret before the token. It does not outlive the process,
 * or is that of all replicas. Neither leaves it, so that an HMAC would protect nothing more, at three times the cost.
 */
export class IdentityHash {
  readonly #secret: string;

  constructor(secret = randomBytes(32).toString('base64url')) {
    this.#secret = secret;
  }

  of(token: string | undefined): string {
    return token === undefined ? 'anonymous' : hash('sha256', this.#secret + token, 'base64url');
  }
}
