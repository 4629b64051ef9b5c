import type { GraphQLError } from 'graphql';
import { changedError } from '../../errors.ts';
import { refusedVariable, withoutQuotedValues } from './graphql-messages.ts';

/** Characters of a value that a message may still quote. */
const LONGEST_VALUE = 80;

/**
 * The same error without what the client sent: graphql quotes the variable, the literal or the token that it refuses,
 * whole. One of them may hold a provisioner state, a secret, and messages end in logs and bug reports. What stays is
 * where it is wrong, and why.
 */
export function redactError(error: GraphQLError): GraphQLError {
  const message = redactMessage(error);
  return message === error.message ? error : changedError(error, { message });
}

function redactMessage({ message, originalError }: GraphQLError): string {
  const reason = originalError?.message;
  const variable = reason === undefined ? undefined : refusedVariable(message, reason);
  if (variable === undefined || reason === undefined) return withoutQuotedValues(message, LONGEST_VALUE);
  return `${variable}; ${withoutQuotedValues(reason, LONGEST_VALUE)}`;
}
