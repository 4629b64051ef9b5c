import type { Build } from '../coder/model.ts';

/**
 * When what Coder tells of a build cannot change any more. The build was read before what is told of it, so that it
 * is at least as final as the build says.
 */

const LOG_SETTLES_MS = 10 * 60_000;
const TIMINGS_SETTLE_MS = 60_000;

/** Written with the build; a worker that has taken its job, or its end, proves that the writing is over. */
export function parametersAreFinal({ job }: Build): boolean {
  return job.status !== 'pending';
}

/** Coder may append lines to the log of a job that has ended: the reaper's, or what a worker sent late. */
export function logIsFinal({ job }: Build, now: number): boolean {
  return endedBefore(job, now - LOG_SETTLES_MS);
}

/**
 * Those of the provisioner come with the end of the job, or just after it. Those of agents come for as long as the
 * build has agents: a canceled build whose work was done has some, and a start build until a newer one has succeeded.
 */
export function timingsAreFinal({ job, resources }: Build, now: number): boolean {
  if (!endedBefore(job, now - TIMINGS_SETTLE_MS) || resources instanceof Error) return false;
  return resources.every(({ agents }) => !(agents instanceof Error) && agents.length === 0);
}

/** By the end, not by the status: a job with an error counts as failed before it has ended. */
function endedBefore({ completed_at: end }: Build['job'], time: number): boolean {
  return typeof end === 'string' && Date.parse(end) <= time;
}
