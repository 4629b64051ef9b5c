import { endpoints } from '../coder/endpoints.ts';
import { build as ofBuild, type WorkspaceBuildParameter } from '../coder/rest/build.ts';
import type { CreateWorkspaceBuildRequest } from '../coder/rest/requests.ts';
import { badInput } from '../errors.ts';
import type { BuildNode } from '../loaders/nodes.ts';
import { bytesArgument, type INVALID_BASE64 } from './arguments.ts';
import { afterWrite, type RequestContext } from './context.ts';
import { encodeNodeId, uuidArgument } from './ids.ts';
import { type Refusal, refusal, unknownOutcomeError } from './refusals.ts';

type Optional<T> = T | null | undefined;

export interface CreateBuildInput {
  workspaceId: string;
  transition: string;
  templateVersionId?: Optional<string>;
  templateVersionPresetId?: Optional<string>;
  parameters?: Optional<WorkspaceBuildParameter[]>;
  reason?: Optional<string>;
  logLevel?: Optional<string>;
  orphan?: Optional<boolean>;
  dryRun?: Optional<boolean>;
  state?: Optional<Buffer | typeof INVALID_BASE64>;
}

export interface CreateBuildSuccess {
  type: 'CreateBuildSuccess';
  build: BuildNode;
}

export const createBuildRefusals = ['ValidationError', 'NotFoundError', 'ForbiddenError', 'ConflictError'] as const;
type CreateBuildRefusal = Refusal & { type: (typeof createBuildRefusals)[number] };

/**
 * Creates a build by `POST /workspaces/{workspace}/builds`, sent once. Coder's refusals are returned; all else is thrown:
 * `BAD_USER_INPUT` before the call, and an error that says what is unknown when the answer is lost.
 */
export async function createBuild(
  input: CreateBuildInput,
  context: RequestContext,
): Promise<CreateBuildSuccess | CreateBuildRefusal> {
  const { session, loaders } = context;
  const workspace = uuidArgument('Workspace', 'input.workspaceId', input.workspaceId);
  const body = requestBody(input, session.client.maxResponseBytes);
  context.lastWrite = { workspaceId: encodeNodeId('Workspace', workspace) };
  try {
    const build = await session.call(endpoints.createBuild, { path: { workspace }, body });
    // Without its id nothing can be said of the build but that there may be one.
    ofBuild.read(build, 'id');
    return { type: 'CreateBuildSuccess', build: loaders.builds.created(build) };
  } catch (error) {
    const refused = refusal(error, createBuildRefusals);
    if (refused) return refused;
    const question = 'whether the build was created';
    const advice = 'read workspace(id:) { latestBuild { buildNumber createdAt } } before trying again';
    throw await unknownOutcomeError(error, { question, advice, workspaceId: workspace }, context);
  } finally {
    afterWrite({ workspaceId: workspace }, context);
  }
}

function requestBody(input: CreateBuildInput, maxStateBytes: number): CreateWorkspaceBuildRequest {
  const { transition, templateVersionId, templateVersionPresetId, parameters, reason, logLevel, orphan, dryRun } =
    input;
  return {
    transition,
    ...(templateVersionId && { template_version_id: templateVersionId }),
    ...(templateVersionPresetId && { template_version_preset_id: templateVersionPresetId }),
    ...(parameters && { rich_parameter_values: distinct(parameters) }),
    ...(reason && { reason }),
    ...(logLevel && { log_level: logLevel }),
    ...(typeof orphan === 'boolean' && { orphan }),
    ...(typeof dryRun === 'boolean' && { dry_run: dryRun }),
    ...(input.state && { state: bytesArgument('input.state', input.state, maxStateBytes).toString('base64') }),
  };
}

/** A template has some dozens. */
const MAX_PARAMETERS = 1_000;

/** Coder would take any one of several values for a name, and drop those without a name. */
function distinct(parameters: readonly WorkspaceBuildParameter[]): WorkspaceBuildParameter[] {
  if (parameters.length > MAX_PARAMETERS) {
    throw badInput('input.parameters', `at most ${MAX_PARAMETERS} parameters`, parameters.length);
  }
  const names = new Set<string>();
  return parameters.map(({ name, value }, index) => {
    const argument = `input.parameters[${index}].name`;
    if (name === '') throw badInput(argument, 'the name of a parameter', name);
    if (names.has(name)) throw badInput(argument, 'each parameter once', name);
    names.add(name);
    return { name, value };
  });
}
