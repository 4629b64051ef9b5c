import type { GraphQLFormattedError } from 'graphql';

type Path = readonly (string | number)[];
type Json = unknown;

/** A part of an answer that came later. */
interface Part {
  path?: Path;
  data?: Json;
  items?: Json[] | null;
  errors?: GraphQLFormattedError[];
}

/** What a client receives of an operation that is delivered in parts. */
export interface Payload {
  data?: Json;
  errors?: GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
  incremental?: Part[];
  hasNext?: boolean;
}

export interface Merged {
  data: Json;
  errors: GraphQLFormattedError[];
  /** Where fragments and lists could not be delivered. */
  failed: Path[];
}

/** The answer that a client puts together. */
export function merged([first, ...later]: readonly Payload[]): Merged {
  const root = { data: structuredClone(first?.data) };
  const errors = [...(first?.errors ?? [])];
  const failed: Path[] = [];
  for (const payload of later) {
    errors.push(...(payload.errors ?? []));
    for (const { path = [], data, items, errors: own = [] } of payload.incremental ?? []) {
      errors.push(...own);
      if (items === null) failed.push(path.slice(0, -1));
      else if (items) {
        const list = at(root.data, path.slice(0, -1)) as Json[];
        items.forEach((item, index) => {
          list[Number(path.at(-1)) + index] = merge(list[Number(path.at(-1)) + index], item);
        });
      } else if (data === null) failed.push(path);
      else if (path.length === 0) root.data = merge(root.data, data);
      else {
        const holder = at(root.data, path.slice(0, -1)) as Record<string | number, Json>;
        const key = path.at(-1) as string;
        if (typeof holder[key] !== 'object') throw new Error(`Nothing is at ${path}.`);
        holder[key] = merge(holder[key], data);
      }
    }
  }
  return { data: root.data, errors, failed };
}

function at(data: Json, path: Path): Json {
  let value = data;
  for (const key of path) {
    if (value === null || typeof value !== 'object') throw new Error(`Nothing is at ${path}.`);
    value = (value as Record<string | number, Json>)[key];
  }
  if (value === null || typeof value !== 'object') throw new Error(`Nothing is at ${path}.`);
  return value;
}

function merge(known: Json, more: Json): Json {
  // Asked for by two parts, it is null if one of them could not be without something below it.
  if (known === null || more === null) return null;
  if (typeof known !== 'object' || typeof more !== 'object') return more;
  const holder = known as Record<string, Json>;
  for (const [key, value] of Object.entries(more)) holder[key] = merge(holder[key], value);
  return holder;
}

/** The parts of a multipart answer. */
export function partsOf(text: string): Payload[] {
  const [opening, ...parts] = text.split('\r\n---');
  const end = parts.pop();
  if (opening !== '' || end !== '--\r\n') throw new Error(`No whole multipart answer: ${text.slice(0, 200)}`);
  return parts.map((part) => {
    const [head = '', json = ''] = part.split('\r\n\r\n');
    const length = /^\r\nContent-Type: application\/json; charset=utf-8\r\nContent-Length: (\d+)$/.exec(head)?.[1];
    if (Number(length) !== Buffer.byteLength(json)) throw new Error(`A part of another length: ${part.slice(0, 200)}`);
    return JSON.parse(json);
  });
}

/**
 * The merged data as the answer without the directives has it. A part that cannot be delivered costs that part, where
 * there it costs what holds it: null must be there in `plain` then.
 */
export function asPlain({ data, failed }: Merged, plain: Json): Json {
  const root: { data: Json } = { data };
  for (const path of failed) {
    const length = nullAlong(plain, path);
    if (length === undefined) throw new Error(`Something is at ${path} although its part could not be delivered.`);
    const holder = length === 0 ? root : at(data, path.slice(0, length - 1));
    (holder as Record<string | number, Json>)[length === 0 ? 'data' : (path[length - 1] as string)] = null;
  }
  return root.data;
}

/** How many steps along the path lead to null; undefined: none do. */
function nullAlong(data: Json, path: Path): number | undefined {
  let value = data;
  for (const [index, key] of path.entries()) {
    if (value === null || value === undefined) return index;
    value = (value as Record<string | number, Json>)[key];
  }
  return value === null ? path.length : undefined;
}

/**
 * What errors say, in order of their places. Where something is null, which error was the first depends on the order of
 * execution, so there only the place counts.
 */
export function errorsByPlace(errors: readonly GraphQLFormattedError[], plain: Json): string[] {
  const places = errors.map(({ path = [], message, extensions }) => {
    const length = nullAlong(plain, path);
    if (length !== undefined) return `null at ${path.slice(0, length).join('.')}`;
    return `${path.join('.')}: ${message} ${JSON.stringify(extensions)}`;
  });
  return [...new Set(places)].sort();
}
