import type { WorkspaceShare } from '../../coder/model.ts';
import * as rest from '../../coder/rest/workspace.ts';
import { builder } from '../foundation/builder.ts';
import { ShareActorType } from '../foundation/enums.ts';
import { ownView, RestFields } from '../foundation/rest-fields.ts';

const share = new RestFields(ownView(rest.share, (json: WorkspaceShare) => json));

export const WorkspaceShareRef = builder.objectRef<WorkspaceShare>('WorkspaceShare').implement({
  description: 'A user or group that a workspace is shared with (REST: an entry of `shared_with`).',
  fields: (t) => ({
    uuid: t.field(share.value('id', { type: 'UUID' })),
    name: t.field(share.value('name', { type: 'String' })),
    actorType: t.field(share.value('actor_type', { type: ShareActorType })),
    avatarUrl: t.field(share.value('avatar_url', { type: 'String', description: 'Null when unset.' })),
    roles: t.field(
      share.value('roles', {
        type: ['String'],
        description: 'What it may do: `admin`, `use`.',
      }),
    ),
  }),
});
