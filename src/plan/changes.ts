import { hash } from 'node:crypto';
import type { ExecutionResult, GraphQLError } from 'graphql';
import { changedError } from '../errors.ts';
import { JsonText } from './executor/json-text.ts';

/**
 * What of an event's result its subscriber does not have yet; undefined: it has all of it. Each subscription has a
 * function of its own, which sees the results in order.
 */
export type NewsOf = (result: ExecutionResult, event: unknown) => ExecutionResult | undefined;

/** For events that are states: one whose selected values are those of the event before is no news. */
export function changedValues(): NewsOf {
  let last: string | undefined;
  return (result) => {
    const digest = digestOf(result);
    if (digest === last) return undefined;
    last = digest;
    return result;
  };
}

/**
 * What a result says, short, since very many subscribers may have much. Errors count by what failed and why, not by
 * their words.
 */
export function digestOf({ data, errors = [] }: ExecutionResult): string {
  return digest(textOf(data), errors, 0);
}

/** The data of a result as an object that may be written to. */
export function dataOf({ data }: ExecutionResult): Record<string, unknown> {
  return JSON.parse(textOf(data));
}

function textOf(data: unknown): string {
  return data instanceof JsonText ? data.text : JSON.stringify(data ?? null);
}

/** `depth`: how much of the errors' paths says only where the text stands. */
function digest(text: string, errors: readonly GraphQLError[], depth: number): string {
  const failures = errors.map(({ path, extensions }) => [path?.slice(depth), extensions.code]);
  return hash('sha256', `${text}\n${JSON.stringify(failures)}`, 'base64');
}

type Errors = readonly GraphQLError[];
type ResponsePath = readonly (string | number)[];

/** What a result says of one item of a list. */
export interface ItemDigest {
  digest: string;
  /** Whether something below it has failed. */
  failed: boolean;
}

/** What a result says of each item of a list, in order. */
export function itemDigests(items: readonly unknown[], path: ResponsePath, errors: Errors): ItemDigest[] {
  return items.map((item, index) => {
    const inside = errors.filter((error) => isBelow(error, [...path, index]));
    return { digest: digest(JSON.stringify(item), inside, path.length + 1), failed: inside.length > 0 };
  });
}

/** The errors of a result from whose list only the items at these places are left, in order. */
export function errorsWithItems(errors: Errors, path: ResponsePath, places: readonly number[]): Errors {
  return errors.flatMap((error) => {
    const index = isBelow(error, path) ? error.path?.[path.length] : undefined;
    if (typeof index !== 'number') return [error];
    const place = places.indexOf(index);
    return place < 0 ? [] : [movedTo(error, [...path, place, ...(error.path ?? []).slice(path.length + 1)])];
  });
}

function isBelow({ path }: GraphQLError, above: ResponsePath): boolean {
  return path !== undefined && path.length > above.length && above.every((step, index) => path[index] === step);
}

function movedTo(error: GraphQLError, path: ResponsePath): GraphQLError {
  return changedError(error, { path, originalError: error.originalError });
}
