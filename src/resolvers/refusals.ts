import { isCoderRefusal, UpstreamError } from '../coder/response/failures.ts';
import { InvalidValueError } from '../coder/response/invalid-value.ts';
import { saysParametersAreWrong } from '../coder/response/messages.ts';
import type { ApiValidation } from '../coder/rest/api-error.ts';
import { build as ofBuild } from '../coder/rest/build.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { GatewayError } from '../errors.ts';
import type { RequestContext } from './context.ts';
import { encodeNodeId } from './ids.ts';

/** What Coder refuses to a person, as data; `type` is its GraphQL type. */
export interface Refusal {
  type: 'ValidationError' | 'NotFoundError' | 'ForbiddenError' | 'ConflictError' | 'PreconditionFailedError';
  message: string;
  detail: string | null;
  /** `X-Coder-Request-Id` of the answer. */
  requestId: string | null;
  fields: { field: string; detail: string }[];
  /** What the mutation was about, where it was a build. */
  buildId: Uuid | undefined;
}

const TYPES: Record<number, Refusal['type']> = {
  400: 'ValidationError',
  403: 'ForbiddenError',
  404: 'NotFoundError',
  406: 'ConflictError',
  409: 'ConflictError',
  410: 'NotFoundError',
  412: 'PreconditionFailedError',
};

/** Keys of Coder's request bodies and queries as the inputs name them. */
const INPUT_NAMES: Record<string, string> = {
  template_version_id: 'templateVersionId',
  template_version_preset_id: 'templateVersionPresetId',
  rich_parameter_values: 'parameters',
  log_level: 'logLevel',
  dry_run: 'dryRun',
  expect_status: 'expectStatus',
};

/** Coder's refusal as data; `undefined` when it is no refusal of the types that the mutation can return. */
export function refusal<Type extends Refusal['type']>(
  error: unknown,
  types: readonly Type[],
  buildId?: Uuid,
): (Refusal & { type: Type }) | undefined {
  if (!isCoderRefusal(error)) return undefined;
  const type = types.find((candidate) => candidate === TYPES[error.status]);
  if (type === undefined) return undefined;
  const { message, detail = null, requestId = null, validations } = error;
  // The names of parameters are the template's, and stay as they are.
  const rename = saysParametersAreWrong(error) ? same : renamed;
  return { type, message, detail, requestId, fields: validations.map(rename), buildId };
}

function same({ field, detail }: ApiValidation) {
  return { field, detail };
}

function renamed({ field, detail }: ApiValidation) {
  return { field: INPUT_NAMES[field] ?? field, detail };
}

/** What a mutation was about, for an error that cannot tell its outcome. */
interface About {
  /** Such as `whether the build was created`. */
  question: string;
  /** Such as `read workspace(id:) { latestBuild } before trying again`. */
  advice: string;
  workspaceId?: Uuid;
  buildId?: Uuid;
}

/**
 * The error of a write that Coder did not refuse. When its answer was lost, the write may have happened: it is
 * never sent again, and the error says what is unknown, how to find out, and about which workspace.
 */
export async function unknownOutcomeError(error: unknown, about: About, { loaders }: RequestContext): Promise<unknown> {
  if (!isLost(error)) return error;
  const { question, advice, buildId } = about;
  const build = about.workspaceId || !buildId ? null : await loaders.builds.byId(buildId).catch(() => null);
  const workspaceId = about.workspaceId ?? (build ? ofBuild.peek(build.data, 'workspace_id') : undefined);
  const { code, message, extensions } = error;
  return new GatewayError(code, `${message} It is unknown ${question}: ${advice}.`, {
    extensions: {
      ...extensions,
      outcome: 'UNKNOWN',
      ...(workspaceId && { workspaceId: encodeNodeId('Workspace', workspaceId) }),
      ...(buildId && { buildId: encodeNodeId('Build', buildId) }),
    },
  });
}

/**
 * Whether Coder may have done it although its answer did not arrive, or not as one that can be read. Its own 500
 * is an answer: it failed. Any other 5xx, or one without its request id, is what something in between made of a lost
 * one; a 4xx that Coder did not write may be as well.
 */
function isLost(error: unknown): error is GatewayError {
  if (error instanceof InvalidValueError) return true;
  if (!(error instanceof UpstreamError) || error.unsent) return false;
  const { status, requestId } = error;
  if (status === undefined || status < 300) return true;
  if (status < 500) return status >= 400 && !isCoderRefusal(error);
  return status > 500 || requestId === undefined;
}
