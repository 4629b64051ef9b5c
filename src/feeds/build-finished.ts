import type { Build } from '../coder/model.ts';

/** Whether the build's job has come to its end; the job's times and its status never disagree for long. */
export function isFinished({ job }: Build): boolean {
  const status: unknown = job.status;
  return typeof job.completed_at === 'string' || status === 'succeeded' || status === 'failed' || status === 'canceled';
}
