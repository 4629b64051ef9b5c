import type { IncomingMessage } from 'node:http';
import { isAsyncIterable } from 'graphql-yoga';
import { identityOfHeaders } from '../../identity.ts';
import type { Account, Accounts } from '../../limits/account.ts';
import type { RateLimits } from '../../limits/rate-limits.ts';
import type { OperationCaller, Plugin } from '../../operation-context.ts';
import { operationType } from '../../operation-type.ts';

export interface RateLimitsPluginOptions {
  rates: RateLimits;
  accounts: Accounts;
  /** Token of callers that bring none. */
  fallbackToken: string | undefined;
}

/** What is known of an operation before its context is built. */
interface EarlyContext {
  caller?: OperationCaller;
  request?: Request;
  req?: IncomingMessage;
}

/**
 * Counts each operation against its caller, those too that cannot be parsed or are not valid, and says on HTTP answers
 * how many are left. A subscription counts once, its events do not. Must come behind what builds the context.
 */
export function useRateLimits({ rates, accounts, fallbackToken }: RateLimitsPluginOptions): Plugin {
  const counted = new WeakSet<object>();
  const streams = new WeakMap<Request, Record<string, string>>();
  const accountOf = ({ caller, request, req }: EarlyContext): Account => {
    if (caller || !request) return caller?.account ?? accounts.of(undefined, undefined);
    return accounts.of(identityOfHeaders(request.headers, fallbackToken).token, req?.socket.remoteAddress);
  };
  const charge = (context: EarlyContext) => {
    if (counted.has(context)) return;
    counted.add(context);
    const refusal = rates.charge('operations', accountOf(context), 1);
    if (refusal) throw refusal;
  };
  return {
    onParse: ({ context }) => charge(context as EarlyContext),
    // A document that was valid before is not parsed again.
    onContextBuilding: ({ context }) => charge(context),
    onExecute: ({ args }) => {
      const { transport, account } = args.contextValue.caller;
      // The headers of a subscription were sent before its events.
      const isEvent = operationType(args) === 'subscription';
      if (transport !== 'http' || isEvent) return;
      return {
        onExecuteDone: ({ result, setResult }) => {
          const headers = rates.headers(account);
          const { request } = args.contextValue;
          if (isAsyncIterable(result)) {
            if (request) streams.set(request, headers);
            return;
          }
          const http = { headers };
          setResult({ ...result, extensions: { ...result.extensions, http } });
        },
      };
    },
    onSubscribe: ({ args: { contextValue } }) => {
      const { request, caller } = contextValue;
      if (request) streams.set(request, rates.headers(caller.account));
    },
    onResponse: ({ request, response }) => {
      for (const [name, value] of Object.entries(streams.get(request) ?? {})) response.headers.set(name, value);
    },
  };
}
