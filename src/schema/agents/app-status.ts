import * as rest from '../../coder/rest/agent.ts';
import type { AppStatusNode } from '../../loaders/agents.ts';
import { compositeId } from '../../resolvers/ids.ts';
import { builder } from '../foundation/builder.ts';
import { AppStatusState } from '../foundation/enums.ts';
import { ownView, RestFields } from '../foundation/rest-fields.ts';

const status = new RestFields(ownView(rest.appStatus, (node: AppStatusNode) => node.status));

export const AppStatusRef = builder.objectRef<AppStatusNode>('AppStatus');

builder.node(AppStatusRef, {
  description: 'Something an app has said of itself, an AI agent of its task for example (REST: `statuses` of an app).',
  id: status.globalId('AppStatus', (id, { status }) =>
    compositeId(rest.appStatus.read(status, 'agent_id'), rest.appStatus.read(status, 'app_id'), id),
  ),
  fields: (t) => ({
    uuid: t.field(status.value('id', { type: 'UUID' })),
    createdAt: t.field(status.value('created_at', { type: 'DateTime' })),
    state: t.field(status.value('state', { type: AppStatusState })),
    message: t.field(status.value('message', { type: 'String' })),
    uri: t.field(status.value('uri', { type: 'String', description: 'Null when unset.' })),
    icon: t.field(
      status.value('icon', { type: 'String', deprecationReason: 'Coder deprecates it and leaves it empty.' }),
    ),
    needsUserAttention: t.field(
      status.value('needs_user_attention', {
        type: 'Boolean',
        deprecationReason: 'Coder deprecates it; it is always false. Use `state`.',
      }),
    ),
    workspaceId: t.field(status.value('workspace_id', { type: 'UUID' })),
    agentId: t.field(status.value('agent_id', { type: 'UUID' })),
    appId: t.field(status.value('app_id', { type: 'UUID' })),
  }),
});
