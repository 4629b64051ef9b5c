import type { Connections } from '../../limits/connections.ts';
import type { Plugin } from '../../operation-context.ts';

/** Refuses a further subscription beyond what its account, or all together, may have open. */
export function useStreamLimit(connections: Connections): Plugin {
  return {
    onSubscribe: ({ args: { document, contextValue }, setResultAndStopExecution }) => {
      const refusal = connections.refuseSubscription(contextValue.caller, document);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
  };
}
