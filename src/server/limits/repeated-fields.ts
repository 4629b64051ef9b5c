import { BREAK, type DocumentNode, Kind, visit } from 'graphql';

/** How often one selection set may name the same field. Fragments repeat fields too, but are spread in their own right. */
export const MAX_REPEATED = 50;

/**
 * The field that a selection set repeats too often; undefined: none is. Validation compares each of equal fields with
 * each other one, so that a small document of nothing but the same field would keep the process for a tenth of a second.
 */
export function repeatedField(document: DocumentNode): string | undefined {
  let found: string | undefined;
  visit(document, {
    SelectionSet: ({ selections }) => {
      if (selections.length <= MAX_REPEATED) return undefined;
      const counts = new Map<string, number>();
      for (const selection of selections) {
        if (selection.kind !== Kind.FIELD) continue;
        const name = (selection.alias ?? selection.name).value;
        const count = (counts.get(name) ?? 0) + 1;
        counts.set(name, count);
        if (count > MAX_REPEATED) {
          found = name;
          return BREAK;
        }
      }
      return undefined;
    },
  });
  return found;
}
