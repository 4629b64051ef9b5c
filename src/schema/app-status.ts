import type { AppStatus } from '../coder/model.ts';
import { encodeNodeId } from '../resolvers/ids.ts';
import { builder } from './builder.ts';
import { AppStatusState } from './enums.ts';

export const AppStatusRef = builder.objectRef<AppStatus>('AppStatus').implement({
  description: 'Something an app has said of itself, an AI agent of its task for example (REST: `statuses` of an app).',
  fields: (t) => ({
    id: t.id({ description: 'Opaque; unique in the graph.', resolve: ({ id }) => encodeNodeId('AppStatus', id) }),
    uuid: t.expose('id', { type: 'UUID', description: 'REST: `id`.' }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'REST: `created_at`.' }),
    state: t.expose('state', { type: AppStatusState, description: 'REST: `state`.' }),
    message: t.exposeString('message', { description: 'REST: `message`.' }),
    uri: t.exposeString('uri', { nullable: true, description: 'Null when unset (REST: `uri`).' }),
    icon: t.exposeString('icon', {
      nullable: true,
      deprecationReason: 'Coder deprecates it and leaves it empty.',
      description: 'REST: `icon`.',
    }),
    needsUserAttention: t.exposeBoolean('needs_user_attention', {
      nullable: true,
      deprecationReason: 'Coder deprecates it; it is always false. Use `state`.',
      description: 'REST: `needs_user_attention`.',
    }),
    workspaceId: t.expose('workspace_id', { type: 'UUID', description: 'REST: `workspace_id`.' }),
    agentId: t.expose('agent_id', { type: 'UUID', description: 'REST: `agent_id`.' }),
    appId: t.expose('app_id', { type: 'UUID', description: 'REST: `app_id`.' }),
  }),
});
