import type { GraphQLError } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { AnswerFacts } from '../../../coder/response/answer-facts.ts';
import { InvalidValueError } from '../../../coder/response/invalid-value.ts';
import type { Plugin } from '../../operation-context.ts';

/** Adds the errors that resolvers noted beside their fields; errors of wrong values say which answer had them. */
export function useItemErrors(): Plugin {
  return {
    onExecute: ({ context }) => ({
      onExecuteDone: ({ result, setResult }) => {
        if (isAsyncIterable(result) || (!result.errors && context.itemErrors.length === 0)) return;
        const errors = [...(result.errors ?? []), ...context.itemErrors];
        for (const error of errors) addFacts(error, context.session.answers);
        setResult({ ...result, errors });
      },
    }),
  };
}

function addFacts({ originalError }: GraphQLError, answers: Pick<AnswerFacts, 'of'>): void {
  if (!(originalError instanceof InvalidValueError) || !originalError.holder) return;
  const facts = answers.of(originalError.holder);
  // The errors made of this one have the very same extensions.
  if (facts) originalError.extensions.upstream ??= facts;
}
