import { type ExecutionArgs, getOperationAST } from 'graphql';
import { GatewayError } from '../../../errors.ts';
import type { Plugin } from '../../operation-context.ts';

/** KiB of the variables of one subscription, as JSON: ids and cursors, which are small. */
const MAX_KB = 16;

/**
 * A subscription executes each of its events with its variables, so they stay in memory for as long as it runs. Only
 * those that its document declares are kept, and they must be small; a query may have large ones, for a moment.
 */
export function useSubscriptionVariables(): Plugin {
  return {
    onSubscribe: ({ args, setResultAndStopExecution }) => {
      const declared = declaredVariables(args);
      const bytes = jsonBytes(declared);
      if (bytes > MAX_KB * 1024) {
        setResultAndStopExecution({ errors: [tooLarge(bytes)] });
        return;
      }
      args.variableValues = declared;
      // The parameters as they came hold the same, and the context holds them.
      const { params } = args.contextValue;
      params.variables = declared;
      delete params.extensions;
    },
  };
}

/** Infinite for values that are nested too deep to be written. */
function jsonBytes(value: unknown): number {
  try {
    return Buffer.byteLength(JSON.stringify(value));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function declaredVariables({ document, operationName, variableValues }: ExecutionArgs): Record<string, unknown> {
  const names = (getOperationAST(document, operationName)?.variableDefinitions ?? []).map(
    ({ variable }) => variable.name.value,
  );
  const given = variableValues ?? {};
  return Object.fromEntries(names.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name]]));
}

function tooLarge(bytes: number): GatewayError {
  return new GatewayError(
    'BAD_USER_INPUT',
    `The variables of a subscription may have ${MAX_KB} KiB together${Number.isFinite(bytes) ? `, got ${bytes} bytes` : ''}.`,
    { extensions: { http: { spec: true, status: 400 } } },
  );
}
