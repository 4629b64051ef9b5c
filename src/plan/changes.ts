import { hash } from 'node:crypto';
import type { ExecutionResult, GraphQLError } from 'graphql';
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
    const digest = digestOf(textOf(result.data), result.errors);
    if (digest === last) return undefined;
    last = digest;
    return result;
  };
}

/** Of what a subscriber has; very many may have much. Errors count by what failed and why, not by their words. */
export function digestOf(text: string, errors: readonly GraphQLError[] = []): string {
  const failures = errors.map(({ path, extensions }) => [path, extensions.code]);
  return hash('sha256', `${text}\n${JSON.stringify(failures)}`, 'base64');
}

function textOf(data: unknown): string {
  return data instanceof JsonText ? data.text : JSON.stringify(data ?? null);
}
