import type { Build } from '../coder/model.ts';
import { build } from '../coder/rest/build.ts';
import { job } from '../coder/rest/job.ts';

const ENDED: readonly unknown[] = ['succeeded', 'failed', 'canceled'];

/** Whether the build's job has come to its end; the job's times and its status never disagree for long. */
export function isFinished(json: Build): boolean {
  const ofBuild = build.peek(json, 'job');
  if (!ofBuild) return false;
  return typeof job.peek(ofBuild, 'completed_at') === 'string' || ENDED.includes(job.peek(ofBuild, 'status'));
}
