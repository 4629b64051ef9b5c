import type { ServerResponse } from 'node:http';
import type { Leaving } from '../operation-context.ts';

/** Whether the client of a response has gone, without an `AbortController` for each. */
export class ResponseLeaving implements Leaving {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  get aborted(): boolean {
    return this.#response.closed;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#response.on('close', listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#response.off('close', listener);
  }
}
