/** The internal steps that can fail: database reads and writes, locks, permission checks. */
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

/** Decides whether an internal step fails this time; tests replace it. */
export interface FailureSource {
  take(point: FailurePoint): boolean;
}

export const NO_FAILURES: FailureSource = { take: () => false };
