import { type GraphQLSchema, specifiedDirectives } from 'graphql';
import { builder } from './foundation/builder.ts';
import './foundation/scalars.ts';
import './agents/agent.ts';
import './agents/app.ts';
import './builds/build.ts';
import './builds/job.ts';
import './mutations.ts';
import './node.ts';
import './builds/resource.ts';
import './subscriptions.ts';
import './templates/template.ts';
import './templates/template-version.ts';
import './workspaces/user.ts';
import './workspaces/workspace.ts';
import './workspaces/workspace-counts.ts';
import { deferDirective, streamDirective } from './foundation/incremental-directives.ts';
import { withMappedResolvers } from './foundation/mapped-resolvers.ts';
import { type OnUnknownEnumValue, openEnumsOf } from './foundation/open-enum.ts';

builder.queryType({ description: 'Reads. What does not exist, or is hidden from the token, is null.' });

export interface SchemaOptions {
  /** Told of every value of an enum that the schema shows as `UNKNOWN`. @default told nobody */
  onUnknownEnumValue?: OnUnknownEnumValue;
}

/** The graph. Each call makes a schema of its own, since GraphQL has no context where an enum is serialized. */
export function createSchema({ onUnknownEnumValue = () => {} }: SchemaOptions = {}): GraphQLSchema {
  const schema = builder.toSchema({
    sortSchema: false,
    directives: [...specifiedDirectives, deferDirective, streamDirective],
  });
  return withMappedResolvers(openEnumsOf(schema, onUnknownEnumValue));
}
