import { minifyIntrospectionQuery } from '@urql/introspection';
import { type GraphQLSchema, introspectionFromSchema, isObjectType } from 'graphql';

/** Types whose ids are unique in one log only. */
const LOCAL_IDS = new Set(['BuildLog', 'AgentLog']);
/** The cache knows these by their names. */
const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);

/** Writes what the normalized cache has to know of the schema: possible types, and which types have no id of their own. */
export function cacheSchema(schema: GraphQLSchema): string {
  const introspection = minifyIntrospectionQuery(introspectionFromSchema(schema, { descriptions: false }));
  const keyless = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__') && !ROOTS.has(name))
    .filter((type) => LOCAL_IDS.has(type.name) || !('id' in type.getFields()))
    .map(({ name }) => name);
  return [
    "import type { CacheExchangeOpts } from '@urql/exchange-graphcache';",
    `export const schema: NonNullable<CacheExchangeOpts['schema']> = ${JSON.stringify(introspection)};`,
    `export const keyless: readonly string[] = ${JSON.stringify(keyless)};`,
    '',
  ].join('\n');
}
