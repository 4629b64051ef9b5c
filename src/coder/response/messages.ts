import { UpstreamError } from './failures.ts';

/**
 * What Coder says only in words: cases that it tells apart by the text of `message`, under one status. Every such
 * text stands here. A Coder that words one otherwise loses the distinction and nothing else: the refusal keeps its
 * status, message and fields.
 */

const BUILD_HAS_ENDED = new Set(['Job has already completed!', 'Job has already been marked as canceled!']);
const PARAMETERS_ARE_WRONG = 'Unable to validate parameters';

/** A cancellation was refused because the build has ended, or is about to: its job is completed or canceled. */
export function saysBuildHasEnded(error: unknown): boolean {
  return error instanceof UpstreamError && error.status === 400 && BUILD_HAS_ENDED.has(error.message);
}

/** The fields of the refusal are parameters of the template, not keys of the request body. */
export function saysParametersAreWrong(error: UpstreamError): boolean {
  return error.status === 400 && error.message === PARAMETERS_ARE_WRONG;
}
