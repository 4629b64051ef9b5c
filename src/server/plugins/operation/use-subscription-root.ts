import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../documents/fragments.ts';
import type { Plugin } from '../../operation-context.ts';

/**
 * Refuses `@skip` and `@include` on the root field of a subscription, as the specification says. This is no rule
 * beside graphql's: its own rule for that field throws where such a directive depends on a variable.
 */
export function useSubscriptionRoot(): Plugin {
  return {
    onValidate: ({ params: { documentAST }, setResult }) => {
      const errors = conditionalRoots(documentAST);
      if (errors.length > 0) setResult(errors);
    },
  };
}

function conditionalRoots(document: DocumentNode): GraphQLError[] {
  const subscriptions = document.definitions.filter(isSubscription);
  if (subscriptions.length === 0) return [];
  const fragments = fragmentsOf(document);
  return subscriptions.flatMap(({ name, selectionSet }) => {
    const nodes = conditions(selectionSet, fragments, new Set());
    if (nodes.length === 0) return [];
    const subject = name ? `Subscription "${name.value}"` : 'Anonymous subscription';
    return [new GraphQLError(`${subject} must not use @skip or @include on its top level field.`, { nodes })];
  });
}

/** The conditions of the selections that make up the root, also in fragments; `seen`: names of those looked at. */
function conditions(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  seen: Set<string>,
): DirectiveNode[] {
  return selections.flatMap((selection) => {
    const own = (selection.directives ?? []).filter(({ name }) => name.value === 'skip' || name.value === 'include');
    if (selection.kind === Kind.FIELD) return own;
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return [...own, ...conditions(selection.selectionSet, fragments, seen)];
    const fragment = fragments.get(selection.name.value);
    if (!fragment || seen.has(selection.name.value)) return own;
    seen.add(selection.name.value);
    return [...own, ...conditions(fragment.selectionSet, fragments, seen)];
  });
}

function isSubscription(node: DocumentNode['definitions'][number]): node is OperationDefinitionNode {
  return node.kind === Kind.OPERATION_DEFINITION && node.operation === OperationTypeNode.SUBSCRIPTION;
}
