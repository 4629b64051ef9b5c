import { type Context, json, type Reply, refuse } from '../http/http.ts';
import { isOlderThan } from '../state/age.ts';
import type { Lifecycle } from '../state/lifecycle.ts';
import { isOwner, mayWorkspace } from '../state/permissions.ts';
import { jobStatus } from '../state/status.ts';
import { pathBuild } from './lookup.ts';

/** `PATCH /workspacebuilds/{workspacebuild}/cancel`: the policy comes before the state of the job. */
export function cancelBuild(context: Context, lifecycle: Lifecycle): Reply {
  const { store, user } = context;
  const { build, workspace } = pathBuild(context);
  // An older version ignores the parameter.
  const expected = isOlderThan(store.version, 25) ? '' : (context.query.get('expect_status') ?? '');
  if (expected !== '' && expected !== 'running' && expected !== 'pending') {
    refuse(400, `Invalid expect_status "${expected}". Only 'running' or 'pending' are allowed.`);
  }
  if (store.failures.take('cancel.no-workspace')) refuse(500, 'No workspace exists for this job.');
  if (store.failures.take('cancel.verify')) {
    refuse(500, 'Internal error verifying permission to cancel workspace build.', 'pq: EOF');
  }
  const { allowUserCancel } = store.templateOf(workspace);
  if (expected !== 'pending' && !allowUserCancel && !isOwner(user)) {
    refuse(403, 'User is not allowed to cancel workspace builds. Owner role is required.');
  }
  if (store.failures.take('cancel.fetch-job')) refuse(500, 'Internal error fetching provisioner job.', 'pq: EOF');
  if (build.job.completedAt !== null) refuse(400, 'Job has already completed!');
  if (build.job.canceledAt !== null) refuse(400, 'Job has already been marked as canceled!');
  if (expected !== '' && jobStatus(build.job) !== expected) refuse(412, 'Job is not in the expected state.');
  // The storage layer checks again, here for pending jobs too.
  const message = 'Internal error updating provisioner job.';
  if (!allowUserCancel && !isOwner(user)) refuse(500, message, 'only owners can cancel workspace builds');
  if (!mayWorkspace(user, 'update', workspace)) refuse(500, message, 'unauthorized: rbac: forbidden');
  if (store.failures.take('cancel.update')) refuse(500, message, 'pq: canceling statement due to statement timeout');
  if (store.failures.take('cancel.unclassified')) refuse(500, 'Internal error canceling workspace build.', 'pq: EOF');
  lifecycle.cancel(build);
  return json({ message: 'Job has been marked as canceled...' });
}
