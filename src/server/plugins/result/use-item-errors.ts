import type { GraphQLError } from 'graphql';
import type { AnswerFacts } from '../../../coder/response/answer-facts.ts';
import { InvalidValueError } from '../../../coder/response/invalid-value.ts';
import { withItemErrors } from '../../incremental/item-errors.ts';
import { errorsOf, onEachPayload } from '../../incremental/payload.ts';
import type { Plugin } from '../../operation-context.ts';

/** Adds the errors that resolvers noted beside their fields; errors of wrong values say which answer had them. */
export function useItemErrors(): Plugin {
  return {
    onExecute: ({ context }) => ({
      onExecuteDone: onEachPayload((payload) => {
        const whole = withItemErrors(payload, context.itemErrors);
        for (const error of errorsOf(whole)) addFacts(error, context.session.answers);
        return whole;
      }),
    }),
  };
}

function addFacts({ originalError }: GraphQLError, answers: Pick<AnswerFacts, 'of'>): void {
  if (!(originalError instanceof InvalidValueError) || !originalError.holder) return;
  const facts = answers.of(originalError.holder);
  // The errors made of this one have the very same extensions.
  if (facts) originalError.extensions.upstream ??= facts;
}
