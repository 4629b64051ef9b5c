import { once, type Release } from './release.ts';

/** Bytes that may be held at once, by all requests of the process together. */
export class ByteBudget {
  readonly #limit: number;
  readonly #share: number;
  #taken = 0;
  readonly #byAccount = new Map<string, number>();

  /** @param share What one account may hold of them. */
  constructor(limit: number, share = limit) {
    this.#limit = limit;
    this.#share = share;
  }

  /** Bytes that are held now. */
  get taken(): number {
    return this.#taken;
  }

  /** Takes so many bytes for an account; the result gives them back. Undefined: there is no room. */
  take(bytes: number, account = ''): Release | undefined {
    if (this.#taken + bytes > this.#limit || this.#of(account) + bytes > this.#share) return undefined;
    this.#add(bytes, account);
    return once(() => this.#add(-bytes, account));
  }

  #of(account: string): number {
    return this.#byAccount.get(account) ?? 0;
  }

  #add(bytes: number, account: string): void {
    this.#taken += bytes;
    const own = this.#of(account) + bytes;
    if (own > 0) this.#byAccount.set(account, own);
    else this.#byAccount.delete(account);
  }
}
