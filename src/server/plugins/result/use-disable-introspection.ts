import { GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import { changedError } from '../../../errors.ts';
import { withoutSuggestion } from '../../errors/graphql-messages.ts';
import { onEachPayload, withErrors } from '../../incremental/payload.ts';
import type { Plugin } from '../../operation-context.ts';

/** Hides the schema: no introspection, and no "did you mean" that would spell it out name by name. */
export function useDisableIntrospection(): Plugin {
  return {
    onValidate: ({ addValidationRule }) => {
      addValidationRule(NoSchemaIntrospectionCustomRule);
      return ({ result, setResult }) => setResult(result.map(errorWithoutSuggestion));
    },
    // Variables are checked by the executor, and its messages suggest too.
    onExecute: () => ({
      onExecuteDone: onEachPayload((payload) => withErrors(payload, (errors) => errors.map(errorWithoutSuggestion))),
    }),
    onSubscribe: () => ({
      onSubscribeResult: ({ result, setResult }) => {
        if (!isAsyncIterable(result) && result.errors)
          setResult({ ...result, errors: result.errors.map(errorWithoutSuggestion) });
      },
    }),
  };
}

function errorWithoutSuggestion<E extends Error>(error: E): E | GraphQLError {
  const message = withoutSuggestion(error.message);
  if (message === error.message || !(error instanceof GraphQLError)) return error;
  const { originalError } = error;
  // What takes values out of messages finds the reason in the original error.
  return changedError(error, { message, originalError: originalError && errorWithoutSuggestion(originalError) });
}
