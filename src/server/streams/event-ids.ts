import type { ExecutionResult } from 'graphql';

const ids = new WeakMap<ExecutionResult, string>();

/**
 * Notes where a client can resume behind `result`: the `lastId` of the event that it shows, whether the client selected
 * that or not. A result without data has not delivered its event.
 */
export function noteEventId(result: ExecutionResult, event: unknown): void {
  const id = result.data ? idOfEvent(event) : undefined;
  if (id !== undefined) ids.set(result, id);
}

/** Where a client can resume behind this event. */
export function idOfEvent(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null || !('lastId' in event)) return undefined;
  const { lastId } = event;
  return lastId === undefined || lastId === null ? undefined : String(lastId);
}

export function eventIdOf(result: ExecutionResult): string | undefined {
  return ids.get(result);
}
