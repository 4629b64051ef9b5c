import { endpoints } from '../coder/endpoints.ts';
import { saysBuildHasEnded } from '../coder/response/messages.ts';
import { cancellation } from '../coder/rest/build.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { afterWrite, type RequestContext } from './context.ts';
import { encodeNodeId, uuidArgument } from './ids.ts';
import { type Refusal, refusal, unknownOutcomeError } from './refusals.ts';

export interface CancelBuildInput {
  buildId: string;
  expectStatus?: string | null | undefined;
}

export interface CancelBuildSuccess {
  type: 'CancelBuildSuccess';
  message: string;
  buildId: Uuid;
}

export const cancelBuildRefusals = [
  'ValidationError',
  'NotFoundError',
  'ForbiddenError',
  'ConflictError',
  'PreconditionFailedError',
] as const;

/**
 * Cancels a build by `PATCH /workspacebuilds/{workspacebuild}/cancel`, sent once. Coder's refusals are returned; all else
 * is thrown: `UPSTREAM_TOO_OLD` where Coder would ignore `expectStatus`, and an error that says what is unknown when the
 * answer is lost.
 */
export async function cancelBuild(
  input: CancelBuildInput,
  context: RequestContext,
): Promise<CancelBuildSuccess | Refusal> {
  const { session } = context;
  const buildId = uuidArgument('Build', 'input.buildId', input.buildId);
  const query = input.expectStatus ? { expect_status: input.expectStatus } : {};
  // A Coder that does not know the parameter ignores it, and would cancel a build of any status.
  if (input.expectStatus) await session.client.version.require('expectStatus');
  context.lastWrite = { buildId: encodeNodeId('Build', buildId) };
  try {
    const answer = await session.call(endpoints.cancelBuild, { path: { workspacebuild: buildId }, query });
    const message = cancellation.read(answer, 'message');
    return { type: 'CancelBuildSuccess', message, buildId };
  } catch (error) {
    const refused = refusal(error, cancelBuildRefusals, buildId);
    // For a client that is a conflict, not a mistake of its own, whatever the status.
    if (refused) return saysBuildHasEnded(error) ? { ...refused, type: 'ConflictError' } : refused;
    const question = 'whether the build was canceled';
    const advice = 'read build(id:) { job { status canceledAt } } before trying again';
    throw await unknownOutcomeError(error, { question, advice, buildId }, context);
  } finally {
    afterWrite({ buildId }, context);
  }
}
