import { identityOfHeaders } from '../identity.ts';
import type { Accounts } from '../limits/account.ts';
import type { Leaving, OperationCaller } from '../operation-context.ts';
import type { HeaderLookup } from './header-lookup.ts';

export interface HttpCallerOptions {
  accounts: Accounts;
  /** Token of callers that bring none. */
  fallbackToken: string | undefined;
  /** Trace every answer, whether asked for or not. */
  trace: boolean;
  /** Whether distributed traces are made. */
  traced: boolean;
}

/** What an HTTP request says of its caller. */
export interface HttpArrival {
  headers: HeaderLookup;
  /** The IP address that it came from. */
  address: string | undefined;
  requestId: string;
  /** Aborted when the client has gone. */
  signal: Leaving;
}

/** Who sent an operation by HTTP. */
export function httpCaller(
  { headers, address, requestId, signal }: HttpArrival,
  { accounts, fallbackToken, trace, traced }: HttpCallerOptions,
): OperationCaller {
  const identity = identityOfHeaders(headers, fallbackToken);
  return {
    transport: 'http',
    identity,
    account: accounts.of(identity.token, address),
    requestId,
    lastEventId: headers.get('last-event-id') ?? undefined,
    trace: trace || headers.get('x-upstream-trace') === '1',
    ...(traced && { traceparent: headers.get('traceparent') ?? undefined }),
    signal,
  };
}
