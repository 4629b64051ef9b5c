import { parseGoTime, RFC3339_NANO } from '../http/go-time.ts';
import { type Context, refuse } from '../http/http.ts';
import { notABoolean, notSingle, parseBool } from '../http/query.ts';
import { parsePathUuid } from '../state/random.ts';
import { parseTerms, type Terms } from './search-terms.ts';

/** The terms of `q` by key, with Coder's error texts. An empty value counts as absent. */
export class SearchReader {
  readonly #terms: Terms;
  readonly #message: string;
  readonly #known = new Set<string>();
  readonly #problems: { field: string; detail: string }[] = [];

  /** Bare words are the values of the key `bare`; `message` begins the refusal. */
  constructor(context: Context, bare: string, message: string) {
    const parsed = parseTerms(context.query.get('q') ?? '', [bare]);
    if ('problem' in parsed) refuse(400, message, '', [parsed.problem]);
    this.#terms = parsed.terms;
    this.#message = message;
  }

  problem(field: string, detail: string): void {
    this.#problems.push({ field, detail });
  }

  invalid(field: string, reason: string): void {
    this.problem(field, `Query param "${field}" has invalid value: ${reason}`);
  }

  /** All values of a key, lists split at their commas. */
  list(key: string): string[] {
    this.#known.add(key);
    return (this.#terms.get(key) ?? []).flatMap((value) => value.split(',')).filter((value) => value !== '');
  }

  /** The one value of a key; empty when absent. */
  text(key: string): string {
    this.#known.add(key);
    const values = this.#terms.get(key) ?? [];
    if (values.length > 1) {
      this.problem(key, notSingle(key, values.length));
      return '';
    }
    return values[0] ?? '';
  }

  boolean(key: string): boolean | null {
    const raw = this.text(key);
    const value = raw === '' ? null : parseBool(raw);
    if (raw !== '' && value === null) this.problem(key, notABoolean(key, raw));
    return value;
  }

  time(key: string): number | null {
    const raw = this.text(key).toUpperCase();
    if (raw === '') return null;
    const parsed = parseGoTime(raw, RFC3339_NANO);
    if ('at' in parsed) return parsed.at;
    this.problem(key, `Query param "${key}" must be a valid date format (${RFC3339_NANO}): ${parsed.error}`);
    return null;
  }

  uuids(key: string): string[] {
    const parsed = this.list(key).map((value) => parsePathUuid(value.trim()));
    const errors = parsed.flatMap((each) => ('error' in each ? each.error : []));
    if (errors.length > 0) this.problem(key, `Query param "${key}" has invalid values: ${errors.join('\n')}`);
    return parsed.flatMap((each) => ('id' in each ? each.id : []));
  }

  /** A list of the values of an enum. */
  values(key: string, allowed: readonly string[]): string[] {
    const wanted = this.list(key);
    const errors = wanted.filter((value) => !allowed.includes(value)).map((value) => `"${value}" is not a valid value`);
    if (errors.length > 0) this.problem(key, `Query param "${key}" has invalid values: ${errors.join('\n')}`);
    return wanted;
  }

  /** Refuses the search when something was wrong; keys that were not read come last. */
  finish(): void {
    for (const key of this.#terms.keys()) {
      if (!this.#known.has(key)) this.problem(key, `"${key}" is not a valid query param`);
    }
    if (this.#problems.length > 0) refuse(400, this.#message, '', this.#problems);
  }
}
