import type { WorkspaceHealth } from '../../coder/model.ts';
import * as rest from '../../coder/rest/workspace.ts';
import { failingAgents } from '../../resolvers/workspace.ts';
import { builder } from '../foundation/builder.ts';
import { AgentRef } from '../foundation/refs.ts';
import { ownView, RestFields } from '../foundation/rest-fields.ts';

const health = new RestFields(ownView(rest.workspaceHealth, (json: WorkspaceHealth) => json));

export const WorkspaceHealthRef = builder.objectRef<WorkspaceHealth>('WorkspaceHealth').implement({
  description: 'Whether the agents of a workspace work as they should (REST: `health` of a workspace).',
  fields: (t) => ({
    healthy: t.field(health.value('healthy', { type: 'Boolean' })),
    failingAgents: t.field({
      type: [AgentRef],
      description: 'Sub-agents are not considered (REST: `failing_agents`).',
      resolve: (json, _, context, info) => failingAgents(json, context, info),
    }),
  }),
});
