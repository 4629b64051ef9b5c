import { createClient } from 'graphql-ws';
import { FeedError, failureOf, PassingFailure, TokenRefused } from './feed-error.ts';
import type { Result, Transport } from './transport.ts';

/** How often the connection is tried for life, and how long an answer may take. */
const PING_MS = 15_000;
const PONG_MS = 10_000;

export interface WebSocketOptions {
  /** A WebSocket constructor, where the platform has none (Node before 22). @default the global `WebSocket` */
  webSocketImpl?: unknown;
}

/**
 * Subscriptions over a WebSocket (`graphql-transport-ws`), one socket for each feed. Needs `graphql-ws`.
 *
 * @example
 * followBuildLog({ url, token, buildId, transport: webSocket() })
 */
export function webSocket({ webSocketImpl }: WebSocketOptions = {}): Transport {
  return async function* run(attempt) {
    let socket: { close(code: number, reason: string): void } | undefined;
    let overdue: ReturnType<typeof setTimeout> | undefined;
    if (!webSocketImpl && typeof WebSocket === 'undefined')
      throw new FeedError('There is no WebSocket here: pass one, as webSocket({ webSocketImpl }).');
    const client = createClient({
      url: attempt.url.replace(/^http/, 'ws'),
      retryAttempts: 0,
      keepAlive: PING_MS,
      connectionParams: attempt.token === undefined ? {} : { 'Coder-Session-Token': attempt.token },
      ...(webSocketImpl !== undefined && { webSocketImpl }),
      on: {
        opened: (opened) => {
          socket = opened as typeof socket;
        },
        connected: attempt.onOpen,
        ping: (received) => {
          if (!received) overdue = setTimeout(() => socket?.close(4408, 'No pong'), PONG_MS);
        },
        pong: (received) => {
          if (received) clearTimeout(overdue);
        },
      },
    });
    const results = client.iterate<Record<string, unknown>>({ query: attempt.query, variables: attempt.variables });
    const leave = () => void results.return?.();
    attempt.signal.addEventListener('abort', leave);
    try {
      for await (const result of results) yield result as Result;
    } catch (error) {
      throw lossOf(error);
    } finally {
      attempt.signal.removeEventListener('abort', leave);
      clearTimeout(overdue);
      void client.dispose();
    }
  };
}

/** The errors of an operation are the gateway's word; a close by it for what we sent is final too. */
function lossOf(error: unknown): unknown {
  if (Array.isArray(error)) return failureOf({ errors: error as NonNullable<Result['errors']> });
  const { code, reason } = (error ?? {}) as { code?: unknown; reason?: unknown };
  if (typeof code !== 'number') return error;
  if (code === 4400 || code === 4406) return new FeedError(String(reason));
  if (code === 4403) return new TokenRefused(String(reason), 'FORBIDDEN');
  return new PassingFailure(`The WebSocket was closed: ${code}${reason ? ` ${reason}` : ''}.`);
}
