/** Bytes that must come within each span of time, so that nobody holds a place with a body that never ends. */
const MIN_BYTES = 16 * 1024;

/** Watches how fast the chunks of a body come. */
export class BodyPace {
  /** Rejects once they come too slowly. */
  readonly tooSlow: Promise<never>;
  readonly #timer: NodeJS.Timeout;
  #bytes = 0;

  constructor(spanMs: number, error: () => Error) {
    let reject: (error: Error) => void;
    this.tooSlow = new Promise((_, fail) => {
      reject = fail;
    });
    // Nobody may wait for it any more when it rejects.
    this.tooSlow.catch(() => {});
    this.#timer = setInterval(() => {
      if (this.#bytes < MIN_BYTES) reject(error());
      this.#bytes = 0;
    }, spanMs);
  }

  received(bytes: number): void {
    this.#bytes += bytes;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
