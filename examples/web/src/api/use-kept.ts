import { useState } from 'react';
import type { Failure } from './failure.ts';

/**
 * What a query has brought last: a failure to read it again takes nothing away.
 *
 * @param failure As `useFailure` has it.
 * @param of `operation?.key` of the query, unless its variables stay: what was read with others is not given for it.
 */
export function useKept<Value>(value: Value | null | undefined, failure: Failure | undefined, of?: number) {
  const [kept, setKept] = useState({ value, of });
  if (value && (value !== kept.value || of !== kept.of)) setKept({ value, of });
  return value ?? (failure && of === kept.of ? kept.value : value);
}
