/** The values of a route's `{names}`. */
export type PathParameters = Readonly<Record<string, string | number>>;

export type Query = Record<string, string | number | boolean | undefined>;

/** Text that stays as it is in a path segment: ids, numbers and most names. */
const PLAIN_SEGMENT = /^[\w-]+$/;
/** Text that stays as it is in `application/x-www-form-urlencoded`. */
const PLAIN_VALUE = /^[\w*.-]+$/;

/** A route such as `/workspaces/{workspace}/builds`, split once so that each call only joins its pieces. */
export class RouteTemplate {
  /** What stands before each name, and at last after all of them. */
  readonly #literals: readonly string[];
  readonly #names: readonly string[];

  constructor(route: string) {
    const pieces = route.split(/\{(\w+)\}/);
    this.#literals = pieces.filter((_, index) => index % 2 === 0);
    this.#names = pieces.filter((_, index) => index % 2 === 1);
  }

  /** The path with each parameter encoded as one segment; throws a `TypeError` for one that would leave the route. */
  fill(parameters: PathParameters): string {
    let path = this.#literals[0] as string;
    for (let index = 0; index < this.#names.length; index++) {
      const value = String(parameters[this.#names[index] as string]);
      path += segment(value) + (this.#literals[index + 1] as string);
    }
    return path;
  }
}

function segment(text: string): string {
  if (PLAIN_SEGMENT.test(text)) return text;
  // `.` and `..` survive encoding and would leave the route.
  if (text === '' || text === '.' || text === '..') throw new TypeError(`Not a path segment: "${text}"`);
  return encodeURIComponent(text);
}

/** The query with its `?`, without what is undefined; empty when nothing is left. */
export function queryString(query: Query): string {
  let text = '';
  for (const name in query) {
    const value = query[name];
    if (value === undefined) continue;
    text += text === '' ? '?' : '&';
    text += PLAIN_VALUE.test(name) && PLAIN_VALUE.test(String(value)) ? `${name}=${value}` : encoded(name, value);
  }
  return text;
}

function encoded(name: string, value: string | number | boolean): string {
  return new URLSearchParams([[name, String(value)]]).toString();
}
