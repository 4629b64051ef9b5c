import type { ApiValidation } from '../../coder/rest/api-error.ts';
import { parsePathUuid, ZERO_UUID } from '../state/random.ts';
import { type Context, refuse } from './http.ts';

/** Query parameters with Coder's error texts. An empty value counts as absent. */

export class QueryReader {
  readonly #query: URLSearchParams;
  readonly problems: ApiValidation[] = [];

  constructor(query: URLSearchParams) {
    this.#query = query;
  }

  text(name: string): string {
    const values = this.#query.getAll(name);
    if (values.length > 1) {
      this.problem(name, notSingle(name, values.length));
      return '';
    }
    return values[0] ?? '';
  }

  problem(field: string, detail: string): void {
    this.problems.push({ field, detail });
  }

  positive32(name: string, fallback: number): number {
    const raw = this.text(name);
    if (raw === '') return fallback;
    const prefix = `Query param "${name}" must be a valid 32-bit positive integer: `;
    const problem = integerProblem(raw, 32, 'ParseInt');
    if (problem !== null) this.problem(name, prefix + problem);
    else if (Number(raw) < 0) this.problem(name, `${prefix}value is negative`);
    else return Number(raw);
    return fallback;
  }

  uuid(name: string): string | null {
    const raw = this.text(name);
    if (raw === '') return null;
    const parsed = parsePathUuid(raw);
    if ('error' in parsed) {
      this.problem(name, `Query param "${name}" must be a valid uuid`);
      return null;
    }
    return parsed.id === ZERO_UUID ? null : parsed.id;
  }

  boolean(name: string): boolean | null {
    const raw = this.text(name);
    const value = raw === '' ? null : parseBool(raw);
    if (raw !== '' && value === null) this.problem(name, notABoolean(name, raw));
    return value;
  }

  finish(message = 'Query parameters have invalid values.'): void {
    if (this.problems.length > 0) refuse(400, message, '', this.problems);
  }
}

/** Go's `strconv` error for a decimal integer of so many bits; `null` when it is one. */
export function integerProblem(raw: string, bits: 32 | 64, func: 'ParseInt' | 'Atoi'): string | null {
  if (!/^[+-]?\d+$/.test(raw)) return `strconv.${func}: parsing ${JSON.stringify(raw)}: invalid syntax`;
  const value = BigInt(raw.replace('+', ''));
  const limit = 1n << BigInt(bits - 1);
  if (value >= limit || value < -limit) return `strconv.${func}: parsing "${raw}": value out of range`;
  return null;
}

export interface Paging {
  limit: number;
  offset: number;
  afterId: string | null;
}

export function readPaging(context: Context): Paging {
  const reader = new QueryReader(context.query);
  const paging = {
    limit: reader.positive32('limit', 0),
    offset: reader.positive32('offset', 0),
    afterId: reader.uuid('after_id'),
  };
  reader.finish();
  return paging;
}

/** A limit of 0 is no limit. */
export function page<T>(rows: readonly T[], { limit, offset }: Pick<Paging, 'limit' | 'offset'>): T[] {
  return rows.slice(offset, limit === 0 ? undefined : offset + limit);
}

/** Go's `strconv.ParseBool`; `null` for anything else. */
export function parseBool(raw: string): boolean | null {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(raw)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(raw)) return false;
  return null;
}

/** Coder's error text for a query parameter or search key that is not a boolean. */
export function notABoolean(name: string, raw: string): string {
  return `Query param "${name}" must be a valid boolean: strconv.ParseBool: parsing ${JSON.stringify(raw)}: invalid syntax`;
}

/** Coder's error text for a single-valued parameter given several times. */
export function notSingle(name: string, times: number): string {
  return `Query param "${name}" provided more than once, found ${times} times. Only provide 1 instance of this query param.`;
}
