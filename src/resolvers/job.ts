import { durationMs } from './build.ts';

export type Outcome = 'ACTIVE' | 'SUCCEEDED' | 'FAILED' | 'CANCELED';

/**
 * How a job ended, as people ask. Coder calls a running job that was canceled `failed`, since its provisioner ends
 * with an error.
 */
export function outcome(status: string, completedAt: string | null, canceledAt: string | null): Outcome {
  if (completedAt === null) return 'ACTIVE';
  if (status === 'succeeded') return 'SUCCEEDED';
  return canceledAt === null && status !== 'canceled' ? 'FAILED' : 'CANCELED';
}

/** Milliseconds that a job waited for a provisioner, or for its end when none took it; null while it waits. */
export function queuedMs(createdAt: string, startedAt: string | null, completedAt: string | null): number | null {
  const until = startedAt ?? completedAt;
  return until === null ? null : durationMs(createdAt, until);
}

/** Milliseconds for which a provisioner had a job; null before its end. */
export function runMs(startedAt: string | null, completedAt: string | null): number | null {
  return startedAt === null || completedAt === null ? null : durationMs(startedAt, completedAt);
}
