import { CancelBuildDocument, CreateBuildDocument } from './generated/graphql.ts';
import { type Endpoint, request } from './request.ts';

/** The id of the new build. What Coder refuses, such as a start beside a running build, is data with Coder's words. */
export async function startWorkspace(endpoint: Endpoint, workspaceId: string) {
  const { createBuild } = await request(endpoint, CreateBuildDocument, { workspaceId });
  if (createBuild?.__typename === 'CreateBuildSuccess') return createBuild.buildId;
  throw new Error(`The workspace was not started: ${createBuild?.message}`);
}

/**
 * The job's status right after: CANCELING, while the worker has to stop, or CANCELED. Undefined: the build is canceled,
 * but could not be read.
 */
export async function cancelBuild(endpoint: Endpoint, buildId: string) {
  const { cancelBuild: result } = await request(endpoint, CancelBuildDocument, { buildId });
  if (result?.__typename === 'CancelBuildSuccess') return result.build?.job.status;
  throw new Error(`The build was not canceled: ${result?.message}`);
}
