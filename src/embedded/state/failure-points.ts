/** Places where a test can make the server's inside fail: its database, its locks, its permission checks. */
export type FailurePoint =
  | 'build.convert'
  | 'build.job-missing'
  | 'build.list-cursor'
  | 'cancel.fetch-job'
  | 'cancel.no-workspace'
  | 'cancel.unclassified'
  | 'cancel.update'
  | 'cancel.verify'
  | 'create.insert-database'
  | 'create.insert-forbidden'
  | 'create.insert-race'
  | 'create.template'
  | 'create.unclassified'
  | 'create.unreadable'
  | 'create.unset-dormant'
  | 'logs.fetch'
  | 'logs.fetch-job'
  | 'parameters.fetch'
  | 'state.no-workspace'
  | 'state.read'
  | 'state.template'
  | 'state.write'
  | 'timings.fetch';

export class FailurePoints {
  readonly #counts = new Map<FailurePoint, number>();

  /** The next `times` passes of this place fail. */
  next(point: FailurePoint, times = 1): void {
    this.#counts.set(point, times);
  }

  /** True when this pass is to fail; counts it. */
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
