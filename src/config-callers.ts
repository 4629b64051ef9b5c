import { limit, longestTimer, type Setting, wholeNumber } from './config-values.ts';

/** Settings that bound what one caller may take of what all share. */
export interface CallerSettings {
  maxConnections: number;
  maxIdentityConnections: number;
  maxSubscriptions: number;
  maxIdentitySubscriptions: number;
  maxIdentityFeeds: number;
  idleSocketMs: number;
  rateOperations: number;
  rateComplexity: number;
}

export const callerTable: { readonly [Name in keyof CallerSettings]: Setting<CallerSettings[Name]> } = {
  maxConnections: limit(
    10_000,
    'WebSockets and event streams open at once. Callers without a token that Coder knows have a tenth of them at most.',
  )('GATEWAY_MAX_CONNECTIONS'),
  maxIdentityConnections: limit(
    1_000,
    'WebSockets and event streams of one token open at once; also of all callers of `CODER_SESSION_TOKEN` together.',
  )('GATEWAY_MAX_IDENTITY_CONNECTIONS'),
  maxSubscriptions: limit(50, 'Operations open at once on one WebSocket.')('GATEWAY_MAX_SUBSCRIPTIONS'),
  maxIdentitySubscriptions: limit(
    5_000,
    'Subscriptions of one token open at once, on all transports.',
  )('GATEWAY_MAX_IDENTITY_SUBSCRIPTIONS'),
  maxIdentityFeeds: limit(
    200,
    'Builds, agents, workspaces and lists that one token follows at once, most with a connection to Coder.',
  )('GATEWAY_MAX_IDENTITY_FEEDS'),
  idleSocketMs: limit(
    60_000,
    'Time after which a WebSocket without operations is closed (code 1000); a tenth of it while nine tenths of the connections are taken.',
    longestTimer,
  )('GATEWAY_IDLE_SOCKET_MS'),
  rateOperations: {
    variable: 'GATEWAY_RATE_OPERATIONS',
    defaultText: '`3000`',
    fallback: 3_000,
    ...wholeNumber(0),
    meaning:
      'Operations of one token in a minute; callers whom Coder does not know share them by address. 0: any number.',
  },
  rateComplexity: {
    variable: 'GATEWAY_RATE_COMPLEXITY',
    defaultText: '`3000000`',
    fallback: 3_000_000,
    ...wholeNumber(0),
    meaning: 'Complexity of all operations of one token in a minute, counted likewise. 0: any.',
  },
};
