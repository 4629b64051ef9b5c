import { FeedError, failureOf, PassingFailure, TokenRefused } from './feed-error.ts';
import { serverSentEvents } from './server-sent-events.ts';
import type { Transport } from './transport.ts';

/** What a feed does: it connects for the first time, delivers, or comes back after a loss. */
export type FeedState = 'connecting' | 'live' | 'resuming';

export interface FeedOptions {
  /** Of the gateway's GraphQL endpoint: `https://gateway.example.com/graphql`. */
  url: string;
  /** A Coder session token, or what gives one; a function is asked at each connection, so a new token is taken at the next. */
  token?: string | (() => string | undefined | Promise<string | undefined>) | undefined;
  /** Ends the feed: the iteration then throws the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Told when the feed changes what it does. */
  onState?: ((state: FeedState) => void) | undefined;
  /** Milliseconds before the first attempt to come back; they double with each that fails, up to 15 seconds. @default 250 */
  retryDelayMs?: number | undefined;
  /** How to reach the gateway. @default server-sent events over `fetch` */
  transport?: Transport | undefined;
}

/** A subscription that can be begun again. */
export interface Resumable {
  query: string;
  /** Asked at each attempt. */
  variables: () => Record<string, unknown>;
  /** Of a log: the last line that was given. */
  lastId?: () => string | undefined;
}

const MAX_DELAY_MS = 15_000;

/**
 * The events of a subscription, which is begun again whatever breaks: only its reader ends it. Throws a `FeedError`
 * when the gateway says that it cannot go on.
 */
export async function* eventsOf<E>(
  { query, variables, lastId }: Resumable,
  options: FeedOptions,
): AsyncGenerator<E, never, undefined> {
  const { signal = new AbortController().signal, transport = serverSentEvents(), retryDelayMs = 250 } = options;
  const changed = stateTeller(options.onState);
  let losses = 0;
  let refusals = 0;
  changed('connecting');
  for (;;) {
    signal.throwIfAborted();
    let pause: number | undefined;
    try {
      const token = await tokenOf(options);
      signal.throwIfAborted();
      const onOpen = () => changed('live');
      for await (const result of transport({
        url: options.url,
        token,
        query,
        variables: variables(),
        signal,
        onOpen,
      })) {
        const [event] = Object.values(result.data ?? {}) as (E | null | undefined)[];
        if (!event) throw failureOf(result, lastId?.());
        changed('live');
        losses = 0;
        refusals = 0;
        yield event;
      }
    } catch (error) {
      signal.throwIfAborted();
      // A token from a function may have run out: the next one gets a chance.
      const mayHaveRunOut = error instanceof TokenRefused && typeof options.token === 'function' && refusals++ === 0;
      if (error instanceof FeedError && !mayHaveRunOut) {
        error.lastId ??= lastId?.();
        throw error;
      }
      if (error instanceof PassingFailure) pause = error.retryAfter;
    }
    changed('resuming');
    await sleep(Math.max((pause ?? 0) * 1_000, backoff(retryDelayMs, losses++)), signal);
  }
}

/** The token for the next connection. */
export async function tokenOf({ token }: Pick<FeedOptions, 'token'>): Promise<string | undefined> {
  return typeof token === 'function' ? token() : token;
}

function stateTeller(tell: FeedOptions['onState']): (state: FeedState) => void {
  let last: FeedState | undefined;
  return (state) => {
    if (state === last) return;
    last = state;
    tell?.(state);
  };
}

/** Milliseconds: exponential, with jitter so that all who lost the same gateway do not come back at once. */
function backoff(first: number, losses: number): number {
  return Math.min(MAX_DELAY_MS, first * 2 ** losses) * (0.5 + Math.random() / 2);
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    if (signal.aborted) done();
    else signal.addEventListener('abort', done);
  });
}
