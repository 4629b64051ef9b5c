import type { ServerResponse } from 'node:http';
import { once, type Release } from '../limits/release.ts';
import { isStream } from '../streams/framing.ts';

/** The answers that have not been sent to their end, for a shutdown to wait for. */
export class OpenAnswers {
  /** How each is cut that is an event stream; the others ignore it. */
  readonly #open = new Set<() => void>();
  #allClosed = () => {};

  /** Counts an answer until the release. `cut` breaks it off when it is an event stream, and does nothing otherwise. */
  add(cut: () => void): Release {
    this.#open.add(cut);
    return once(() => {
      this.#open.delete(cut);
      if (this.#open.size === 0) this.#allClosed();
    });
  }

  /** Counts a response of node until it closes; `closed` is then told of its milliseconds. */
  addResponse(response: ServerResponse, closed: (durationMs: number) => void): void {
    const begun = performance.now();
    const release = this.add(() => {
      if (isStream(String(response.getHeader('content-type')))) response.destroy();
    });
    response.on('close', () => {
      closed(performance.now() - begun);
      release();
    });
  }

  /** Cuts the event streams. An end would say that the subscription is complete. */
  cutStreams(): void {
    for (const cut of this.#open) cut();
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
