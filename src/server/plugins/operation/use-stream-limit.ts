import { settingNames } from '../../../config.ts';
import { GatewayError } from '../../../errors.ts';
import type { Connections } from '../../connections.ts';
import type { Plugin } from '../../operation-context.ts';

/** Refuses a further event stream when too many connections are open; sockets are refused at their upgrade. */
export function useStreamLimit(connections: Connections): Plugin {
  return {
    onSubscribe: ({ context, setResultAndStopExecution }) => {
      if (context.caller.transport !== 'http' || !connections.full) return;
      const http = { status: 503, headers: { 'retry-after': '1' } };
      const error = new GatewayError(
        'TOO_MANY_SUBSCRIPTIONS',
        `Too many connections are open (${settingNames.maxConnections}).`,
        {
          extensions: { http },
        },
      );
      setResultAndStopExecution({ errors: [error] });
    },
  };
}
