import { type GraphQLAbstractType, GraphQLError, type GraphQLObjectType, isObjectType } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import type { FieldSite } from './field-site.ts';

/** The object type that `resolveType` named; throws as graphql-js does when it is none of the abstract type's. */
export function checkedRuntimeType(
  name: unknown,
  type: GraphQLAbstractType,
  site: FieldSite,
  value: unknown,
): GraphQLObjectType {
  const field = `${site.parentType.name}.${site.fieldName}`;
  const { schema } = site.run.source;
  const fail = (message: string, nodes = true): never => {
    throw new GraphQLError(message, nodes ? { nodes: site.fieldNodes } : {});
  };
  if (name === null || name === undefined) {
    return fail(
      `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${field}". Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
    );
  }
  if (isObjectType(name)) {
    return fail(
      'Support for returning GraphQLObjectType from resolveType was removed in graphql-js@16.0.0 please return type name instead.',
      false,
    );
  }
  if (typeof name !== 'string') {
    return fail(
      `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${field}" with value ${inspect(value)}, received "${inspect(name)}".`,
      false,
    );
  }
  const found = schema.getType(name);
  if (!found) {
    return fail(`Abstract type "${type.name}" was resolved to a type "${name}" that does not exist inside the schema.`);
  }
  if (!isObjectType(found)) {
    return fail(`Abstract type "${type.name}" was resolved to a non-object type "${name}".`);
  }
  if (!schema.isSubType(type, found)) {
    return fail(`Runtime Object type "${found.name}" is not a possible type for "${type.name}".`);
  }
  return found;
}
