import { type ExecutionResult, GraphQLError } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { Logger } from 'pino';
import { codedErrors, isErrorCode, recoded } from '../../errors/error-format.ts';
import { concernsArgument, concernsVariable } from '../../errors/graphql-messages.ts';
import { redactError } from '../../errors/redact-message.ts';
import { onEachPayload, type Payload, withErrors } from '../../incremental/payload.ts';
import type { Plugin } from '../../operation-context.ts';
import { requestIdOf } from '../request/use-request-id.ts';

/** HTTP status of a request that is refused as a whole; `spec`: 200 for clients that accept only application/json. */
const refused = { spec: true, status: 400 };

/** Gives every error a code of the table, on all transports, and lets nothing else out. */
export function useErrorCodes(log: Logger): Plugin {
  return {
    onParse: () => {
      return ({ result, replaceParseResult }) => {
        if (result instanceof GraphQLError && !isErrorCode(result.extensions.code)) {
          replaceParseResult(recoded(redactError(result), 'GRAPHQL_PARSE_FAILED', refused));
        }
      };
    },
    onValidate: () => {
      return ({ result, setResult }) => {
        if (result.every((error) => isErrorCode(error.extensions.code))) return;
        setResult(
          result.map((error) =>
            isErrorCode(error.extensions.code)
              ? error
              : recoded(redactError(error), 'GRAPHQL_VALIDATION_FAILED', refused),
          ),
        );
      };
    },
    onExecute: ({ context }) => ({
      onExecuteDone: onEachPayload((payload) => coded(payload, context.caller.requestId, log)),
    }),
    onSubscribe: ({ context }) => ({
      onSubscribeResult: ({ result, setResult }) => {
        if (isAsyncIterable(result) || !result.errors) return;
        setResult(failedStart(coded(result, context.caller.requestId, log)));
      },
    }),
    // What failed outside of parsing, validating and executing reaches only this.
    onResultProcess: ({ request, result, setResult }) => {
      if (Array.isArray(result) || isAsyncIterable(result) || !result?.errors) return;
      setResult({ ...result, errors: codedErrors(result.errors, { requestId: requestIdOf(request), log }) });
    },
  };
}

function coded(payload: Payload, requestId: string, log: Logger): Payload {
  const hasNotRun = !('data' in payload || 'hasNext' in payload);
  const codedError = (error: GraphQLError) => {
    if (hasNotRun && isInputError(error)) return recoded(redactError(error), 'BAD_USER_INPUT', refused);
    return isArgumentError(error)
      ? recoded(redactError(error), 'BAD_USER_INPUT', error.path ? undefined : refused)
      : error;
  };
  return withErrors(payload, (errors) => codedErrors(errors.map(codedError), { requestId, log }));
}

/** A subscription whose field could not begin fails in the same form as one whose field fails later. */
function failedStart(result: ExecutionResult): ExecutionResult {
  if (!result.errors?.some(({ path }) => path !== undefined)) return result;
  const errors = result.errors.map(({ message, extensions }) => new GraphQLError(message, { extensions }));
  return { ...result, data: null, errors };
}

/** In an answer without data, nothing ran: what graphql itself then finds wrong is the variables or the operation's name. */
function isInputError({ path, message, originalError, extensions }: GraphQLError): boolean {
  if (path !== undefined) return false;
  // A scalar of ours may have given it a code.
  if (concernsVariable(message)) return true;
  return !isErrorCode(extensions.code) && !originalError;
}

/**
 * What validation lets pass and only the value of a variable makes wrong, such as null where there is a default. A
 * directive at the root has no path.
 */
function isArgumentError({ message, extensions, originalError }: GraphQLError): boolean {
  const byGraphQL = originalError === undefined || originalError instanceof GraphQLError;
  return byGraphQL && !isErrorCode(extensions.code) && concernsArgument(message);
}
