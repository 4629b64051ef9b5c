import { endpointOf } from './endpoint.ts';
import { FeedError, failureOf, NotTheGateway, PassingFailure, TokenRefused } from './feed-error.ts';
import { serverSentEvents } from './server-sent-events.ts';
import { type TokenOption, tokenTaker } from './token.ts';
import type { Transport } from './transport.ts';

/** What a feed does: it connects for the first time, delivers, or comes back after a loss. */
export type FeedState = 'connecting' | 'live' | 'resuming';

export interface FeedOptions extends TokenOption {
  /** Of the gateway's GraphQL endpoint: `https://gateway.example.com/graphql`. In a page it may be relative to it. */
  url: string;
  /** Ends the feed: the iteration then throws the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Told when the feed changes what it does; `resuming` after each attempt that failed, with what was the matter. */
  onState?: ((state: FeedState, loss?: Error) => void) | undefined;
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
/** Nobody waits longer, whatever is asked for; a timer of more than 24 days would be due at once. */
const MAX_PAUSE_MS = 5 * 60_000;
/** Of a token that was taken for longer, a refusal says that it has run out, and not that it was wrong. */
const FRESH_MS = 10_000;

/**
 * The events of a subscription, which is begun again whatever breaks: only its reader ends it. Throws a `FeedError`
 * when the gateway says that it cannot go on, or no token is to be had.
 */
export async function* eventsOf<E>(
  { query, variables, lastId }: Resumable,
  options: FeedOptions,
): AsyncGenerator<E, never, undefined> {
  const { signal = new AbortController().signal, transport = serverSentEvents(), retryDelayMs = 250 } = options;
  const tell = stateTeller(options.onState);
  const nextToken = tokenTaker(options, signal);
  const url = endpointOf(options.url);
  let losses = 0;
  let refusals = 0;
  let answered = false;
  tell('connecting');
  for (;;) {
    signal.throwIfAborted();
    let loss: unknown;
    let takenAt = Date.now();
    try {
      const token = await nextToken();
      takenAt = Date.now();
      const onOpen = () => {
        answered = true;
        tell('live');
      };
      for await (const result of transport({ url, token, query, variables: variables(), signal, onOpen })) {
        const [event] = Object.values(result.data ?? {}) as (E | null | undefined)[];
        if (!event) throw failureOf(result, lastId?.());
        tell('live');
        losses = 0;
        refusals = 0;
        yield event;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (Date.now() - takenAt > FRESH_MS) refusals = 0;
      // A token from a function may have run out: the next one gets a chance.
      const mayHaveRunOut = error instanceof TokenRefused && typeof options.token === 'function' && refusals++ === 0;
      // What stands in front of the gateway may answer in its place for a while.
      const mayComeBack = error instanceof NotTheGateway && answered;
      if (error instanceof FeedError && !mayHaveRunOut && !mayComeBack) {
        error.lastId ??= lastId?.();
        throw error;
      }
      loss = error;
    }
    tell('resuming', loss instanceof Error ? loss : new PassingFailure('The connection was lost.'));
    const pause = loss instanceof PassingFailure ? (loss.retryAfter ?? 0) : 0;
    await sleep(Math.max(Math.min(pause * 1_000, MAX_PAUSE_MS), backoff(retryDelayMs, losses++)), signal);
  }
}

function stateTeller(tell: FeedOptions['onState']): (state: FeedState, loss?: Error) => void {
  let last: FeedState | undefined;
  return (state, loss) => {
    if (state === last && loss === undefined) return;
    last = state;
    tell?.(state, loss);
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
