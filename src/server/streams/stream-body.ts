import type { ExecutionResult } from 'graphql';
import type { FetchAPI } from 'graphql-yoga';
import { SharedResult } from '../shared-events/shared-result.ts';
import { eventIdOf } from './event-ids.ts';
import type { Framing } from './framing.ts';

export interface StreamBodyOptions {
  framing: Framing;
  /** Milliseconds between heartbeats. */
  heartbeatMs: number;
  fetchAPI: FetchAPI;
}

/**
 * Results as the body of an answer. The next one is asked for when the client has taken those before, so that nothing
 * piles up for a slow one; the results are ended when the client has gone.
 */
export function streamBody(
  results: AsyncIterator<ExecutionResult>,
  { framing, heartbeatMs, fetchAPI }: StreamBodyOptions,
): ReadableStream<Uint8Array> {
  let heartbeat: NodeJS.Timeout | undefined;
  return new fetchAPI.ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(Buffer.from(framing.opening));
      heartbeat = setInterval(() => {
        // Who has not read what there is needs no sign of life.
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(Buffer.from(framing.heartbeat));
      }, heartbeatMs);
    },
    pull: async (controller) => {
      try {
        const { done, value } = await results.next();
        if (!done) {
          const shared = value instanceof SharedResult;
          controller.enqueue(shared ? value.framed(framing) : Buffer.from(framing.result(value, eventIdOf(value))));
          return;
        }
        clearInterval(heartbeat);
        controller.enqueue(Buffer.from(framing.end));
        controller.close();
      } catch (error) {
        clearInterval(heartbeat);
        controller.error(error);
      }
    },
    cancel: async () => {
      clearInterval(heartbeat);
      await results.return?.();
    },
  });
}
