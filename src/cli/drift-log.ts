import type { Logger } from 'pino';
import type { Drift } from '../coder/response/drift.ts';

/** Of keys that are made up by whoever answers there may be any number. */
const MAX_KINDS = 500;

/**
 * Tells the operator of each kind of drift once, and `count` of each time; kinds beyond a bound are one, named `other`.
 */
export function driftLog(log: Logger, count: (drift: Drift) => void): (drift: Drift) => void {
  const known = new Set<string>();
  return (drift) => {
    const { kind, route, field } = drift;
    const name = `${kind} ${route} ${field}`;
    if (known.has(name)) return count(drift);
    if (known.size >= MAX_KINDS) return count({ ...drift, field: 'other' });
    known.add(name);
    log.warn({ drift: kind, route, field: field.slice(0, 200) }, 'Coder answers otherwise than this version knows');
    count(drift);
  };
}
