import {
  type ASTNode,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/**
 * The variables of a subscription by which the results of its events differ: all but those that only choose the
 * events, as arguments of the root field.
 */
export function effectiveVariables(document: DocumentNode, operation: OperationDefinitionNode): string[] {
  const names = new Set<string>();
  const collect = (node: ASTNode) => {
    visit(node, { Variable: ({ name }) => void names.add(name.value) });
  };
  collect(withoutRootArguments(operation.selectionSet));
  for (const definition of document.definitions) {
    // Root arguments in a fragment are collected too, which is safe: at worst, equal results are kept apart.
    if (definition.kind === Kind.FRAGMENT_DEFINITION) collect(definition);
  }
  return [...names].sort();
}

function withoutRootArguments({ selections, ...set }: SelectionSetNode): SelectionSetNode {
  return {
    ...set,
    selections: selections.map((each) => (each.kind === Kind.FIELD ? { ...each, arguments: [] } : each)),
  };
}
