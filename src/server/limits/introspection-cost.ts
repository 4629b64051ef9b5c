import {
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** How many values a list of introspection holds: of `__schema` the true number, of a type or a field the mean. */
type ListSizes = Readonly<Record<string, number>>;

/** Of two types about one is the type of a list or non-null. */
const WRAPPED = 0.5;

const sizes = new WeakMap<GraphQLSchema, ListSizes>();

/** The fields that the answer to `__schema` and `__type` holds, about: fields times what their lists hold. */
export function introspectionCost(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): number {
  const listSizes = listSizesOf(schema);
  // A fragment may be spread at many places, and in fragments that are.
  const known = new Map<SelectionSetNode, number>();
  const below = (set: SelectionSetNode, atRoot: boolean): number => {
    let cost = known.get(set);
    if (cost === undefined) {
      cost = 0;
      for (const selection of set.selections) {
        if (selection.kind === Kind.FIELD) {
          const { name, selectionSet } = selection;
          if (atRoot && name.value !== '__schema' && name.value !== '__type') continue;
          cost += 1 + (selectionSet ? below(selectionSet, false) * (listSizes[name.value] ?? 1) : 0);
        } else {
          const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
          if (fragment) cost += below(fragment.selectionSet, atRoot);
        }
      }
      known.set(set, cost);
    }
    return cost;
  };
  return below(operation.selectionSet, true);
}

function listSizesOf(schema: GraphQLSchema): ListSizes {
  let found = sizes.get(schema);
  if (found === undefined) {
    found = measured(schema);
    sizes.set(schema, found);
  }
  return found;
}

function measured(schema: GraphQLSchema): ListSizes {
  const types = Object.values(schema.getTypeMap());
  const fields = types.flatMap((type) => (hasFields(type) ? Object.values(type.getFields()) : []));
  const mean = (sum: number, count: number) => sum / Math.max(1, count);
  const perType = (of: (type: GraphQLNamedType) => number) =>
    mean(
      types.reduce((sum, type) => sum + of(type), 0),
      types.length,
    );
  return {
    types: types.length,
    directives: schema.getDirectives().length,
    fields: mean(fields.length, types.length),
    args: mean(
      fields.reduce((sum, { args }) => sum + args.length, 0),
      fields.length,
    ),
    inputFields: perType((type) => (isInputObjectType(type) ? Object.keys(type.getFields()).length : 0)),
    enumValues: perType((type) => (isEnumType(type) ? type.getValues().length : 0)),
    interfaces: perType((type) => (hasFields(type) ? type.getInterfaces().length : 0)),
    possibleTypes: perType((type) => (isAbstractType(type) ? schema.getPossibleTypes(type).length : 0)),
    ofType: WRAPPED,
  };
}

function hasFields(type: GraphQLNamedType) {
  return isObjectType(type) || isInterfaceType(type);
}
