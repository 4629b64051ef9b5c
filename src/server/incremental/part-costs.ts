import { type DocumentNode, type FieldNode, Kind, type SelectionSetNode, visit } from 'graphql';
import { isIncrementalDirective } from './incremental-directives.ts';

/** What delivering one part costs beside its fields: the executor keeps a record of each, and each has its own path. */
const PART_COST = 20;

const FIELD: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
const COST: readonly FieldNode[] = Array.from({ length: PART_COST }, () => FIELD);

const known = new WeakMap<DocumentNode, DocumentNode>();

/**
 * The same document for weighing, where each part costs as much as this many fields more: a list of so many objects
 * with a deferred fragment has as many parts.
 */
export function withPartCosts(document: DocumentNode): DocumentNode {
  let costly = known.get(document);
  if (costly === undefined) {
    costly = weighted(document);
    known.set(document, costly);
  }
  return costly;
}

function weighted(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: {
      leave: (node) => (isDelivered(node) && node.selectionSet ? withCost(node, node.selectionSet) : undefined),
    },
    InlineFragment: { leave: (node) => (isDelivered(node) ? withCost(node, node.selectionSet) : undefined) },
    FragmentSpread: {
      leave: (node) =>
        isDelivered(node)
          ? {
              kind: Kind.INLINE_FRAGMENT,
              selectionSet: { kind: Kind.SELECTION_SET, selections: [...COST, node] },
            }
          : undefined,
    },
  });
}

function isDelivered({ directives = [] }: Pick<FieldNode, 'directives'>): boolean {
  return directives.some(isIncrementalDirective);
}

function withCost<N extends object>(node: N, { selections, ...set }: SelectionSetNode): N {
  return { ...node, selectionSet: { ...set, selections: [...COST, ...selections] } };
}
