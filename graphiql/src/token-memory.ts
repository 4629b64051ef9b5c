/** The token of this browser tab: it is forgotten with the tab, and one deployment never gets that of another. */
export class TokenMemory {
  readonly #key: string;
  readonly #storage: Storage;

  constructor(deployment: string, storage: Storage = sessionStorage) {
    this.#key = `coder-graphql:${deployment}:token`;
    this.#storage = storage;
  }

  get(): string | undefined {
    return this.#storage.getItem(this.#key) ?? undefined;
  }

  set(token: string | undefined): void {
    if (token === undefined) this.#storage.removeItem(this.#key);
    else this.#storage.setItem(this.#key, token);
  }
}
