import type { FailurePoint, FailureSource } from '../state/failure-source.ts';

/** Lets a test make internal steps of the server fail. */
export class FailurePoints implements FailureSource {
  readonly #counts = new Map<FailurePoint, number>();

  /** The step fails the next `times` times. */
  next(point: FailurePoint, times = 1): void {
    this.#counts.set(point, times);
  }

  /** Whether the step fails this time; counts it. */
  take(point: FailurePoint): boolean {
    const left = this.#counts.get(point) ?? 0;
    if (left <= 0) return false;
    this.#counts.set(point, left - 1);
    return true;
  }

  clear(): void {
    this.#counts.clear();
  }
}
