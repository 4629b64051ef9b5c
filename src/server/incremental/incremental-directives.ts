import {
  BREAK,
  type DirectiveNode,
  type DocumentNode,
  type ExecutionArgs,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  getOperationAST,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { fragmentsOf } from '../documents/fragments.ts';
import { coercedVariables } from '../variables.ts';

const known = new WeakMap<DocumentNode, boolean>();

export function isIncrementalDirective({ name: { value } }: DirectiveNode): boolean {
  return value === 'defer' || value === 'stream';
}

/** Whether `@defer` or `@stream` is anywhere in the document. */
export function hasIncrementalDirectives(document: DocumentNode): boolean {
  let found = known.get(document);
  if (found === undefined) {
    found = false;
    visit(document, {
      Directive: (node) => {
        if (!isIncrementalDirective(node)) return undefined;
        found = true;
        return BREAK;
      },
    });
    known.set(document, found);
  }
  return found;
}

/**
 * Whether the operation asks for an answer in parts, with these variables. Where they are wrong it does not: what is
 * wrong is told in one answer.
 */
export function isIncremental(args: ExecutionArgs): boolean {
  const { document, operationName } = args;
  if (!hasIncrementalDirectives(document)) return false;
  const operation = getOperationAST(document, operationName);
  if (!operation) return false;
  const { coerced } = coercedVariables(args, operation);
  if (coerced === undefined) return false;
  return new Search(args, coerced).finds(operation.selectionSet);
}

/** Looks for a directive that is in force, where fields are selected. */
class Search {
  readonly #args: ExecutionArgs;
  readonly #variables: Record<string, unknown>;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #seen = new Set<string>();

  constructor(args: ExecutionArgs, variables: Record<string, unknown>) {
    this.#args = args;
    this.#variables = variables;
    this.#fragments = fragmentsOf(args.document);
  }

  finds({ selections }: SelectionSetNode): boolean {
    return selections.some((selection) => {
      if (this.#isLeftOut(selection)) return false;
      if (this.#condition('defer', selection) || this.#condition('stream', selection)) return true;
      const below =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.#bodyOf(selection.name.value) : selection.selectionSet;
      return below !== undefined && this.finds(below);
    });
  }

  /** Undefined when it was looked at. */
  #bodyOf(name: string): SelectionSetNode | undefined {
    if (this.#seen.has(name)) return undefined;
    this.#seen.add(name);
    return this.#fragments.get(name)?.selectionSet;
  }

  #isLeftOut(node: SelectionNode): boolean {
    const { name: skip } = GraphQLSkipDirective;
    const { name: include } = GraphQLIncludeDirective;
    return this.#condition(skip, node) === true || this.#condition(include, node) === false;
  }

  /** Undefined: the node has no such directive, or its value is wrong. */
  #condition(name: string, node: SelectionNode): boolean | undefined {
    const directive = this.#args.schema.getDirective(name);
    if (!directive || !node.directives?.length) return undefined;
    try {
      return getDirectiveValues(directive, node, this.#variables)?.if as boolean | undefined;
    } catch {
      return undefined;
    }
  }
}
