import type { Build } from '../coder/model.ts';
import { itemsOf } from '../coder/response/check.ts';
import * as rest from '../coder/rest/build.ts';
import { job } from '../coder/rest/job.ts';

/**
 * When what Coder tells of a build cannot change any more. The build was read before what is told of it, so that it
 * is at least as final as the build says.
 */

const LOG_SETTLES_MS = 10 * 60_000;
const TIMINGS_SETTLE_MS = 60_000;

/** Written with the build; a worker that has taken its job, or its end, proves that the writing is over. */
export function parametersAreFinal(build: Build): boolean {
  const ofBuild = rest.build.peek(build, 'job');
  const status = ofBuild && job.peek(ofBuild, 'status');
  return typeof status === 'string' && status !== 'pending';
}

/** Coder may append lines to the log of a job that has ended: the reaper's, or what a worker sent late. */
export function logIsFinal(build: Build, now: number): boolean {
  return endedBefore(build, now - LOG_SETTLES_MS);
}

/**
 * Those of the provisioner come with the end of the job, or just after it. Those of agents come for as long as the
 * build has agents: a canceled build whose work was done has some, and a start build until a newer one has succeeded.
 */
export function timingsAreFinal(build: Build, now: number): boolean {
  const resources = rest.build.peek(build, 'resources');
  if (!endedBefore(build, now - TIMINGS_SETTLE_MS) || resources === undefined) return false;
  return itemsOf(resources).every((item) => {
    const resource = rest.resource.peekObject(item);
    const agents = resource && rest.resource.peek(resource, 'agents');
    return agents !== undefined && itemsOf(agents).length === 0;
  });
}

/** By the end, not by the status: a job with an error counts as failed before it has ended. */
function endedBefore(build: Build, time: number): boolean {
  const ofBuild = rest.build.peek(build, 'job');
  const end = ofBuild && job.peek(ofBuild, 'completed_at');
  return typeof end === 'string' && Date.parse(end) <= time;
}
