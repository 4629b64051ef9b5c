import type { FeedOptions, FeedState } from 'coder-graphql/client';
import { webSocket } from 'coder-graphql/client/websocket';
import { useEffect, useEffectEvent, useState } from 'react';
import { gatewayReached } from './connection.ts';
import { type Failure, failureOf } from './failure.ts';
import { useFeedTarget } from './session.tsx';

/** How a feed stands. `ended`: its end event has come. `failed`: the gateway says that it cannot go on. */
export type FeedStatus = { state: FeedState | 'ended'; failure?: undefined } | { state: 'failed'; failure: Failure };

/** What every function of `coder-graphql/client` takes. */
export type FeedTarget = Pick<FeedOptions, 'url' | 'token' | 'signal' | 'onState' | 'transport'>;

/**
 * Follows a feed of `coder-graphql/client` while the component is there, over a WebSocket: a browser opens no more than
 * six event streams to one host. `key` says which feed it is; another one begins anew. Undefined: none is followed.
 */
export function useFeed<Event>(
  key: string | undefined,
  open: (target: FeedTarget) => AsyncIterable<Event>,
  onEvent: (event: Event) => void,
): FeedStatus {
  const target = useFeedTarget();
  const [status, setStatus] = useState<FeedStatus>({ state: 'connecting' });
  const begin = useEffectEvent(open);
  const take = useEffectEvent(onEvent);

  useEffect(() => {
    if (key === undefined) return;
    const left = new AbortController();
    const onState = (state: FeedState) => {
      gatewayReached(state !== 'resuming');
      setStatus({ state });
    };
    const follow = async () => {
      try {
        for await (const event of begin({ ...target, signal: left.signal, onState, transport: webSocket() }))
          take(event);
        setStatus({ state: 'ended' });
      } catch (error) {
        if (left.signal.aborted) return;
        const failure = failureOf(error) ?? { code: 'OTHER', message: String(error), fields: [] };
        setStatus({ state: 'failed', failure });
      }
    };
    void follow();
    return () => left.abort();
  }, [key, target]);

  return status;
}
