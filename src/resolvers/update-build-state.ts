import { tooOld } from '../coder/deployment/deployment-version.ts';
import { endpoints } from '../coder/endpoints.ts';
import { isCoderRefusal } from '../coder/response/failures.ts';
import type { UpdateWorkspaceBuildStateRequest } from '../coder/rest/requests.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { bytesArgument, type INVALID_BASE64 } from './arguments.ts';
import { afterWrite, type RequestContext } from './context.ts';
import { encodeNodeId, uuidArgument } from './ids.ts';
import { type Refusal, refusal, unknownOutcomeError } from './refusals.ts';

export interface UpdateBuildStateInput {
  buildId: string;
  /** A secret. */
  state: Buffer | typeof INVALID_BASE64;
}

export interface UpdateBuildStateSuccess {
  type: 'UpdateBuildStateSuccess';
  buildId: Uuid;
}

export const updateBuildStateRefusals = ['ValidationError', 'NotFoundError', 'ForbiddenError'] as const;
type UpdateBuildStateRefusal = Refusal & { type: (typeof updateBuildStateRefusals)[number] };

/**
 * Stores a state by `PUT /workspacebuilds/{workspacebuild}/state`, sent once. Coder's refusals are returned; all else is
 * thrown: `UPSTREAM_TOO_OLD` where Coder has no such method, and an error that says what is unknown when the answer is
 * lost.
 */
export async function updateBuildState(
  input: UpdateBuildStateInput,
  context: RequestContext,
): Promise<UpdateBuildStateSuccess | UpdateBuildStateRefusal> {
  const { session } = context;
  const buildId = uuidArgument('Build', 'input.buildId', input.buildId);
  const body: UpdateWorkspaceBuildStateRequest = {
    state: bytesArgument('input.state', input.state, session.client.maxResponseBytes).toString('base64'),
  };
  context.lastWrite = { buildId: encodeNodeId('Build', buildId) };
  try {
    await session.call(endpoints.updateState, { path: { workspacebuild: buildId }, body });
    return { type: 'UpdateBuildStateSuccess', buildId };
  } catch (error) {
    if (isCoderRefusal(error) && error.status === 405) throw tooOld('stateUpload');
    const refused = refusal(error, updateBuildStateRefusals, buildId);
    if (refused) return refused;
    const question = 'whether the state was stored';
    const advice =
      'compare build(id:) { state { sha256 } }, or send it again: storing the same state twice does no harm';
    throw await unknownOutcomeError(error, { question, advice, buildId }, context);
  } finally {
    afterWrite({ buildId }, context);
  }
}
