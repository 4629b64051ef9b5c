import { type ExecutionArgs, getVariableValues, type OperationDefinitionNode } from 'graphql';

/**
 * Errors about the variables of one operation. Each message quotes the value that is wrong, and there may be one for
 * each key or item of a value: without a bound they would take the size of the value times their number.
 */
const MAX_ERRORS = 5;

/** The values of the operation's variables, or the first errors about them. */
export function coercedVariables(
  { schema, variableValues }: ExecutionArgs,
  { variableDefinitions }: OperationDefinitionNode,
): ReturnType<typeof getVariableValues> {
  return getVariableValues(schema, variableDefinitions ?? [], variableValues ?? {}, { maxErrors: MAX_ERRORS });
}
