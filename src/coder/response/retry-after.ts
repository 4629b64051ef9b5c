import type { IncomingHttpHeaders } from 'node:http';
import { header } from './error-body.ts';

/**
 * Seconds that an answer asks to wait, from either form of `Retry-After` (RFC 9110, 10.2.3): seconds or a date. At
 * least 1; `undefined` when the header is absent or unreadable.
 */
export function retryAfterSeconds(headers: IncomingHttpHeaders): number | undefined {
  const value = header(headers, 'retry-after')?.trim();
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Math.max(1, Number(value));
  // A date begins with its weekday. Anything else that `Date.parse` takes is not of the two forms.
  const then = /^[A-Za-z]{3}/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(then)) return undefined;
  // The clock of whoever wrote the date counts, so that two clocks that differ do no harm.
  const written = Date.parse(header(headers, 'date') ?? '');
  return Math.max(1, Math.ceil((then - (Number.isNaN(written) ? Date.now() : written)) / 1_000));
}
