import type { Uuid } from '../coder/rest/scalars.ts';
import { templateVersion as ofVersion } from '../coder/rest/template.ts';
import { type JobNode, type NodeLoaders, UserNode } from '../loaders/nodes.ts';
import { authorOf } from '../loaders/template-nodes.ts';
import { durationMs } from './build.ts';
import { compositeId, importId } from './ids.ts';

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

/** The global id of a job, without its type: it leads back to what holds the job. */
export function heldJobId(id: Uuid, { build, version }: JobNode): string {
  if (build) return compositeId(build.id, id);
  return importId(version ? ofVersion.read(version, 'id') : id, id);
}

/** Who began a job: known by name where what holds it names the same user. */
export function jobInitiator(id: Uuid, { build, version }: JobNode, loaders: NodeLoaders): UserNode {
  if (build) return build.jobInitiator(id);
  const author = version && authorOf(loaders, version);
  return author?.id === id ? author : new UserNode(loaders, () => id, {});
}
