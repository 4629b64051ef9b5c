import {
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
} from 'graphql';

/** The selected fields at the end of each of these paths below the field that is being resolved. */
export function selectedAt(info: GraphQLResolveInfo, paths: readonly (readonly string[])[]): FieldNode[] {
  return paths.flatMap((path) => below(info, info.fieldNodes, path));
}

/** All fields that are selected of the field that is being resolved. */
export function selectedFields(info: GraphQLResolveInfo): FieldNode[] {
  const found: FieldNode[] = [];
  for (const field of info.fieldNodes) collect(info, field.selectionSet?.selections ?? [], undefined, found);
  return found;
}

/** The nodes of a field with this name, at any depth that only these fields lead to. */
export function selectedWithin(
  info: GraphQLResolveInfo,
  fields: readonly FieldNode[],
  steps: readonly string[],
  name: string,
): FieldNode[] {
  return steps.flatMap((step) => {
    const next = below(info, fields, [step]);
    if (next.length === 0) return [];
    return [...(step === name ? next : []), ...selectedWithin(info, next, steps, name)];
  });
}

/** Whether the document selects this field path below any of these fields. */
export function selects(info: GraphQLResolveInfo, fields: readonly FieldNode[], path: readonly string[]): boolean {
  return below(info, fields, path).length > 0;
}

/** The nodes of the field at the end of the path, through fragments, aliases and directives. */
function below(info: GraphQLResolveInfo, fields: readonly FieldNode[], path: readonly string[]): FieldNode[] {
  const [name, ...rest] = path;
  if (name === undefined) return [...fields];
  const found: FieldNode[] = [];
  for (const field of fields) collect(info, field.selectionSet?.selections ?? [], name, found);
  return below(info, found, rest);
}

function collect(
  info: GraphQLResolveInfo,
  selections: readonly SelectionNode[],
  name: string | undefined,
  found: FieldNode[],
): void {
  for (const selection of selections) {
    if (getDirectiveValues(GraphQLSkipDirective, selection, info.variableValues)?.if === true) continue;
    if (getDirectiveValues(GraphQLIncludeDirective, selection, info.variableValues)?.if === false) continue;
    switch (selection.kind) {
      case Kind.FIELD:
        if (name === undefined || selection.name.value === name) found.push(selection);
        break;
      case Kind.INLINE_FRAGMENT:
        collect(info, selection.selectionSet.selections, name, found);
        break;
      case Kind.FRAGMENT_SPREAD:
        collect(info, info.fragments[selection.name.value]?.selectionSet.selections ?? [], name, found);
    }
  }
}
