import { useState } from 'react';
import { type Failure, failureOf } from './failure.ts';

/**
 * What is wrong with a query. While it is read again, urql has no error: what went wrong the last time stays until it is
 * known how it goes now, and with it the button that was pressed.
 */
export function useFailure({ error, fetching }: { error?: unknown; fetching: boolean }): Failure | undefined {
  const failure = failureOf(error);
  const [last, setLast] = useState(failure);
  if (!fetching && last !== failure) setLast(failure);
  return failure ?? (fetching ? last : undefined);
}
