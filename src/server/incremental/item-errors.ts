import type { GraphQLError } from 'graphql';
import { valueAt } from './delivered-values.ts';
import type { Part, PathToPart, Payload } from './payload.ts';

/**
 * Adds errors of items to an answer. When it is delivered in parts, each comes with the part that has its list: the
 * items were left out while the executor was ahead of what is delivered.
 *
 * @param waiting The errors that are not delivered yet; those that are taken are removed.
 */
export function withItemErrors(payload: Payload, waiting: GraphQLError[]): Payload {
  if (waiting.length === 0) return payload;
  const isLast = !payload.hasNext;
  const own: GraphQLError[] = [];
  const byPart = new Map<Part, GraphQLError[]>();
  const later: GraphQLError[] = [];
  const parts = payload.incremental ?? [];
  for (const error of waiting.splice(0)) {
    const path = error.path ?? [];
    const part = parts.find((each) => holds(each, path)) ?? (isLast ? parts.at(-1) : undefined);
    if (part) byPart.set(part, [...(byPart.get(part) ?? []), error]);
    else if (isLast || valueAt(payload.data, path) !== undefined) own.push(error);
    else later.push(error);
  }
  waiting.push(...later);
  return {
    ...payload,
    ...(own.length > 0 && { errors: [...(payload.errors ?? []), ...own] }),
    ...(byPart.size > 0 && {
      incremental: parts.map((part) => {
        const added = byPart.get(part);
        return added ? { ...part, errors: [...(part.errors ?? []), ...added] } : part;
      }),
    }),
  };
}

/** Whether the part has a value at this path. */
function holds({ path, data, items }: Part, wanted: PathToPart): boolean {
  if (items) {
    const list = path.slice(0, -1);
    const index = Number(wanted[list.length]) - Number(path.at(-1));
    return begins(wanted, list) && valueAt(items[index], wanted.slice(list.length + 1)) !== undefined;
  }
  return begins(wanted, path) && valueAt(data, wanted.slice(path.length)) !== undefined;
}

function begins(path: PathToPart, start: PathToPart): boolean {
  return start.every((key, index) => path[index] === key);
}
