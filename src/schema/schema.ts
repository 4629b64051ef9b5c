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
import './user.ts';
import './workspace.ts';
import { openEnumsOf } from './open-enum.ts';

builder.queryType({ description: 'Reads. What does not exist, or is hidden from the token, is null.' });

/** The graph. */
export const schema = openEnumsOf(builder.toSchema());
