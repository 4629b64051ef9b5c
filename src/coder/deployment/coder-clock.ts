/**
 * What time it is for Coder, whose times are compared with it: by the `Date` of its last answer, since its clock and
 * this one's may differ; by this one's while no answer has said.
 */
export class CoderClock {
  #date: string | undefined;
  #answeredAt = 0;
  readonly #elapsedMs: () => number;

  /** @param elapsedMs milliseconds of a clock that nobody sets. */
  constructor(elapsedMs = () => performance.now()) {
    this.#elapsedMs = elapsedMs;
  }

  /** Read only when somebody asks for the time. */
  answered(date: string | undefined): void {
    if (date === undefined) return;
    this.#date = date;
    this.#answeredAt = this.#elapsedMs();
  }

  /** Milliseconds since 1970. */
  now(): number {
    const then = this.#date === undefined ? Number.NaN : Date.parse(this.#date);
    return Number.isNaN(then) ? Date.now() : then + this.#elapsedMs() - this.#answeredAt;
  }
}
