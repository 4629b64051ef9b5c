import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './graphql-env.d.ts';

/** `graphql(…)` with the types of the gateway's schema. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { Base64: string; BigInt: number; DateTime: string; UUID: string };
}>();

export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada';
