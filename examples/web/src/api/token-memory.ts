/** Keeps the token as long as this browser tab lives, and for one deployment only. GraphiQL keeps it in the same place. */
export class TokenMemory {
  readonly #key: string;

  constructor(deployment: string) {
    this.#key = `coder-graphql:${deployment}:token`;
  }

  get(): string | undefined {
    return sessionStorage.getItem(this.#key) ?? undefined;
  }

  set(token: string | undefined): void {
    if (token === undefined) sessionStorage.removeItem(this.#key);
    else sessionStorage.setItem(this.#key, token);
  }
}
