import { createClient } from 'graphql-ws';
import { FeedError, failureOf, PassingFailure, TokenRefused } from './feed-error.ts';
import type { Result, Transport } from './transport.ts';

/** How often the connection is tried for life, and how long an answer may take. */
const PING_MS = 15_000;
const PONG_MS = 10_000;
/** How long a connection may take until the gateway has acknowledged it. */
const SILENCE_MS = 40_000;

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
    let socket: WebSocket | undefined;
    let overdue: ReturnType<typeof setTimeout> | undefined;
    if (!webSocketImpl && typeof WebSocket === 'undefined')
      throw new FeedError('There is no WebSocket here: pass one, as webSocket({ webSocketImpl }).');
    // graphql-ws shows a socket only once it is open, and waits for that without a bound.
    class DialedSocket extends ((webSocketImpl ?? WebSocket) as typeof WebSocket) {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols);
        socket = this;
      }
    }
    let silent = false;
    const silence = setTimeout(() => {
      silent = true;
      socket?.close();
    }, SILENCE_MS);
    const client = createClient({
      url: attempt.url.replace(/^http/, 'ws'),
      retryAttempts: 0,
      keepAlive: PING_MS,
      connectionParams: attempt.token === undefined ? {} : { 'Coder-Session-Token': attempt.token },
      webSocketImpl: DialedSocket,
      on: {
        connected: () => {
          clearTimeout(silence);
          attempt.onOpen();
        },
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
      throw silent ? new PassingFailure('The gateway fell silent.') : lossOf(error);
    } finally {
      attempt.signal.removeEventListener('abort', leave);
      clearTimeout(silence);
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
