/** How Go writes values: times, JSON text and log objects. */

export const ZERO_TIME = '0001-01-01T00:00:00Z';

/** RFC 3339 in UTC with up to six fraction digits, trailing zeros trimmed. */
export function formatTime(milliseconds: number): string {
  const micros = Math.round(milliseconds * 1000);
  const seconds = Math.floor(micros / 1_000_000);
  const known = formatted.get(micros);
  if (known !== undefined) return known;
  const text = withFraction(seconds, micros);
  // Lists repeat the same times at every read.
  if (formatted.size >= 20_000) formatted.clear();
  formatted.set(micros, text);
  return text;
}

const formatted = new Map<number, string>();

function withFraction(seconds: number, micros: number): string {
  const fraction = String(micros - seconds * 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const head = new Date(seconds * 1000).toISOString().slice(0, 19);
  return fraction === '' ? `${head}Z` : `${head}.${fraction}Z`;
}

const ESCAPES: Record<string, string> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON as Go's encoder writes it: HTML characters and line separators escaped. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => ESCAPES[character] ?? character);
}

/** An object with its keys sorted, as Go writes maps. */
export function sortedMap<T>(map: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Cuts text to a number of characters, not bytes, as Coder does silently with log output and stages. */
export function cutCharacters(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return [...text].slice(0, limit).join('');
}

/** `key: value` when it has one; the spread form of Go's `omitempty`. */
export function present<K extends string, T>(key: K, value: T | null | undefined | ''): { [P in K]?: T } {
  return value === null || value === undefined || value === '' ? {} : ({ [key]: value } as { [P in K]: T });
}

export function optionalTime<K extends string>(key: K, value: number | null): { [P in K]?: string } {
  return value === null ? {} : ({ [key]: formatTime(value) } as { [P in K]: string });
}

export function nullTime(value: number | null): string | null {
  return value === null ? null : formatTime(value);
}
