import { createHmac, randomBytes } from 'node:crypto';

/** Tells tokens apart without keeping them: as keyed hashes, whose key does not outlive the process. */
export class IdentityHash {
  readonly #key = randomBytes(32);

  of(token: string | undefined): string {
    return token === undefined ? 'anonymous' : createHmac('sha256', this.#key).update(token).digest('base64url');
  }
}
