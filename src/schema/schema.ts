import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import './scalars.ts';
import './agent.ts';
import './app.ts';
import './build.ts';
import './job.ts';
import './mutations.ts';
import './node.ts';
import './resource.ts';
import './subscriptions.ts';
import './template.ts';
import './template-version.ts';
import './user.ts';
import './workspace.ts';
import './workspace-counts.ts';
import { withMappedResolvers } from './mapped-resolvers.ts';
import { type OnUnknownEnumValue, openEnumsOf } from './open-enum.ts';

builder.queryType({ description: 'Reads. What does not exist, or is hidden from the token, is null.' });

export interface SchemaOptions {
  /** Told of every value of an enum that the schema shows as `UNKNOWN`. @default told nobody */
  onUnknownEnumValue?: OnUnknownEnumValue;
}

/** The graph. Each call makes a schema of its own, since GraphQL has no context where an enum is serialized. */
export function createSchema({ onUnknownEnumValue = () => {} }: SchemaOptions = {}): GraphQLSchema {
  return withMappedResolvers(openEnumsOf(builder.toSchema(), onUnknownEnumValue));
}
