import { useCallback, useEffect, useRef, useState } from 'react';
import type { FeedOptions, FeedState } from './subscription.ts';
import { tokenOf } from './token.ts';

/**
 * What a feed does: besides what the client tells, `idle` while there is nothing to follow, `ended` after the end event,
 * and `failed` when the feed cannot go on.
 */
export type FeedStatus = 'idle' | FeedState | 'ended' | 'failed';

/** What every hook gives besides its data. */
export interface Feed {
  state: FeedStatus;
  /** Why the feed has `failed`: a `FeedError` when the gateway said so. */
  error: Error | undefined;
  /** What the feed is `resuming` from. */
  loss: Error | undefined;
  /** Begins anew. The function is the same in each render. */
  restart: () => void;
}

/** The options of a hook, which has a signal and a state of its own. */
export type HookOptions<Options extends FeedOptions> = Omit<Options, 'signal' | 'onState'>;

/** What a hook follows, and what it makes of the events. */
export interface Following<View, Event> {
  options: HookOptions<FeedOptions>;
  /** What is followed, besides the URL and the token; undefined while there is nothing. The feed begins anew when one changes. */
  parameters: readonly unknown[] | undefined;
  /** The view before the first event. */
  empty: View;
  begin: (options: FeedOptions) => AsyncIterable<Event>;
  apply: (view: View, events: readonly Event[]) => View;
}

interface Shown<View> extends Omit<Feed, 'restart'> {
  view: View;
}

/** Milliseconds for which events are gathered, so that a burst of lines is drawn at once. */
const GATHER_MS = 40;

/** The view of a feed while its component is there. */
export function useFeed<View, Event>(following: Following<View, Event>): View & Feed {
  const { options, parameters, empty } = following;
  const [round, setRound] = useState(0);
  const restart = useCallback(() => setRound((last) => last + 1), []);
  const token = typeof options.token === 'function' ? undefined : options.token;
  const key = parameters && JSON.stringify([options.url, token, ...parameters, round]);
  const latest = useRef(following);
  const [drawn, draw] = useState<{ key: string; shown: Shown<View> }>();
  useEffect(() => {
    latest.current = following;
  });
  useEffect(() => (key === undefined ? undefined : run(latest, (shown) => draw({ key, shown }))), [key]);
  // What was drawn of another feed is not shown until the effect has begun the new one.
  const begun: Shown<View> = {
    state: key === undefined ? 'idle' : 'connecting',
    error: undefined,
    loss: undefined,
    view: empty,
  };
  const { view, ...feed } = drawn !== undefined && drawn.key === key ? drawn.shown : begun;
  return { ...view, ...feed, restart };
}

/** Follows until the function that it returns is called. */
function run<View, Event>(
  latest: { readonly current: Following<View, Event> },
  show: (shown: Shown<View>) => void,
): () => void {
  const { options, empty, begin, apply } = latest.current;
  const abort = new AbortController();
  let shown: Shown<View> = { state: 'connecting', error: undefined, loss: undefined, view: empty };
  let events: Event[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const update = (change: Partial<Shown<View>> = {}) => {
    clearTimeout(timer);
    timer = undefined;
    if (abort.signal.aborted) return;
    const view = events.length === 0 ? shown.view : apply(shown.view, events);
    events = [];
    shown = { ...shown, view, ...change };
    show(shown);
  };
  const follow = async () => {
    const feed = begin({
      ...options,
      // Components make a new function in each render: the newest is asked, and the feed goes on.
      ...(typeof options.token === 'function' && { token: () => tokenOf(latest.current.options) }),
      signal: abort.signal,
      onState: (state, loss) => update({ state, loss }),
    });
    for await (const event of feed) {
      events.push(event);
      timer ??= setTimeout(() => update(), GATHER_MS);
    }
    update({ state: 'ended' });
  };
  follow().catch((error: Error) => update({ state: 'failed', error, loss: undefined }));
  return () => {
    clearTimeout(timer);
    abort.abort();
  };
}
