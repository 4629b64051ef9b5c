import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { changedError, type ErrorCode, errorCodes } from '../../errors.ts';

export interface ErrorOrigin {
  requestId: string;
  log: Logger;
}

/** Codes of yoga's own refusals of a request; they are no codes of ours. */
const requestCodes = new Set(['BAD_REQUEST', 'OPERATION_RESOLUTION_FAILURE', 'REQUEST_ENTITY_TOO_LARGE']);

/** The document leaves open which of its operations is meant, on every transport. */
export const NO_OPERATION =
  'Expected "operationName" to name an operation of the document; it can be left out when there is only one.';

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCodes, code);
}

/** Errors as a client may see them: each with a code of the table, the unexpected ones masked and logged. */
export function codedErrors(errors: readonly unknown[], origin: ErrorOrigin): GraphQLError[] {
  return errors.map((error) => codedError(error, origin));
}

export function codedError(error: unknown, { requestId, log }: ErrorOrigin): GraphQLError {
  if (error instanceof GraphQLError) {
    if (isErrorCode(error.extensions.code)) return error;
    if (requestCodes.has(String(error.extensions.code))) {
      // Not even GraphQL was spoken: the status says so to every client, whatever it accepts.
      const refusal = recoded(error, 'BAD_USER_INPUT', {
        ...(error.extensions.http as object | undefined),
        spec: false,
      });
      if (error.extensions.code === 'OPERATION_RESOLUTION_FAILURE') refusal.message = NO_OPERATION;
      return refusal;
    }
  }
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  log.error({ requestId, err: cause }, 'unexpected error');
  const located = error instanceof GraphQLError ? error : undefined;
  return new GraphQLError('Internal server error.', {
    ...(located?.nodes && { nodes: located.nodes }),
    ...(located?.path && { path: located.path }),
    // A field that fails costs the field; a failure outside of any field costs the request.
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId, ...(!located?.path && { http: { status: 500 } }) },
  });
}

/** The same error with another code; of its extensions only what yoga needs to answer survives. */
export function recoded(error: GraphQLError, code: ErrorCode, http = error.extensions.http): GraphQLError {
  return changedError(error, { extensions: { code, ...(http !== undefined && { http }) } });
}

/** Errors without what is meant for yoga alone, for transports that yoga does not write. */
export function formatErrors(errors: readonly GraphQLError[]): GraphQLFormattedError[] {
  return errors.map((error) => {
    const { http, ...extensions } = error.extensions;
    return { ...error.toJSON(), extensions };
  });
}
