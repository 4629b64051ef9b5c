import { type GraphQLSchema, isObjectType } from 'graphql';
import { mappingOf } from '../../plan/mapping.ts';
import { resolverOf } from '../../plan/resolver.ts';

/**
 * Gives the mapped fields of a schema their own resolvers again, in place. Relay's plugin wraps those of global ids
 * into promises, and the order of errors depends on which values are promises.
 */
export function withMappedResolvers(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const mapping = mappingOf(field);
      if (mapping) field.resolve = resolverOf(mapping) as never;
    }
  }
  return schema;
}
