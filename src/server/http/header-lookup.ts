import type { IncomingHttpHeaders } from 'node:http';

/** What is asked of a request's headers, whoever holds them; `Headers` is one. */
export interface HeaderLookup {
  get(name: string): string | null;
}

/** Node's headers under the same interface; names are in lower case. */
export class NodeHeaders implements HeaderLookup {
  readonly #headers: IncomingHttpHeaders;

  constructor(headers: IncomingHttpHeaders) {
    this.#headers = headers;
  }

  get(name: string): string | null {
    const value = this.#headers[name];
    return value === undefined ? null : String(value);
  }
}
