import type { ExecutionResult } from 'graphql';

const ids = new WeakMap<ExecutionResult, string>();

/**
 * Notes where a client can resume behind `result`: the `lastId` of the event that it shows, whether the client selected
 * that or not. A result without data has not delivered its event.
 */
export function noteEventId(result: ExecutionResult, event: unknown): void {
  if (!result.data || typeof event !== 'object' || event === null || !('lastId' in event)) return;
  const { lastId } = event;
  if (lastId !== undefined && lastId !== null) ids.set(result, String(lastId));
}

export function eventIdOf(result: ExecutionResult): string | undefined {
  return ids.get(result);
}
