import { useState } from 'react';
import type { Failure } from './failure.ts';

/**
 * What a query has brought last: a failure to read it again takes nothing away. For queries whose variables stay.
 *
 * @param failure As `useFailure` has it.
 */
export function useKept<Value>(value: Value | null | undefined, failure: Failure | undefined) {
  const [kept, setKept] = useState(value);
  if (value && value !== kept) setKept(value);
  return value ?? (failure ? kept : value);
}
