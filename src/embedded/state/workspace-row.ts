import type { TemplateRow, UserRow, WorkspaceRow } from './rows.ts';

/** A new workspace of this owner and template: everything that is not said is unset. */
export function workspaceRow(
  owner: UserRow,
  template: TemplateRow,
  fields: Pick<WorkspaceRow, 'id' | 'name' | 'createdAt'> & Partial<WorkspaceRow>,
): WorkspaceRow {
  return {
    updatedAt: fields.createdAt,
    ownerId: owner.id,
    organizationId: template.organizationId,
    templateId: template.id,
    autostartSchedule: null,
    ttlMs: null,
    lastUsedAt: fields.createdAt,
    deletingAt: null,
    dormantAt: null,
    automaticUpdates: 'never',
    allowRenames: false,
    favoriteOf: new Set(),
    nextStartAt: null,
    isPrebuild: false,
    taskId: null,
    sharedWith: [],
    deleted: false,
    builds: [],
    ...fields,
  };
}
