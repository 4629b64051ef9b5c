import type { ServerResponse } from 'node:http';
import { isStream } from '../streams/framing.ts';

/** The responses that have not been sent to their end, for a shutdown to wait for. */
export class OpenResponses {
  readonly #open = new Set<ServerResponse>();
  readonly #closed: (response: ServerResponse, durationMs: number) => void;
  #allClosed = () => {};

  /** @param closed told of each response that is over, and of its milliseconds. */
  constructor(closed: (response: ServerResponse, durationMs: number) => void) {
    this.#closed = closed;
  }

  add(response: ServerResponse): void {
    const begun = performance.now();
    this.#open.add(response);
    response.on('close', () => {
      this.#open.delete(response);
      this.#closed(response, performance.now() - begun);
      if (this.#open.size === 0) this.#allClosed();
    });
  }

  /** Cuts the event streams. An end would say that the subscription is complete. */
  cutStreams(): void {
    for (const response of this.#open) {
      if (isStream(String(response.getHeader('content-type')))) response.destroy();
    }
  }

  /** Resolves when all have closed, or after `graceMs`. */
  closed(graceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, graceMs);
      this.#allClosed = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#open.size === 0) this.#allClosed();
    });
  }
}
