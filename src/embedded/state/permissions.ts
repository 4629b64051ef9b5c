import type { TemplateRow, UserRow, WorkspaceRow } from './rows.ts';

/**
 * Who may do what. A site owner may everything. A template admin reads every workspace and template and
 * updates templates (hence reads and writes state), but starts, stops, deletes or changes only their own
 * workspaces. A member has their own workspaces, those shared with them (`use`: read; `admin`: everything but
 * delete), and reads templates that are not hidden.
 */

export type WorkspaceAction = 'read' | 'update' | 'start' | 'stop' | 'delete';

export function isOwner(user: UserRow): boolean {
  return user.roles.includes('owner');
}

export function isTemplateAdmin(user: UserRow): boolean {
  return isOwner(user) || user.roles.includes('template-admin');
}

export function mayWorkspace(user: UserRow, action: WorkspaceAction, workspace: WorkspaceRow): boolean {
  if (isOwner(user) || workspace.ownerId === user.id) return true;
  if (action === 'read' && isTemplateAdmin(user)) return true;
  const shared = workspace.sharedWith.find((actor) => actor.actorType === 'user' && actor.id === user.id);
  if (shared === undefined) return false;
  return action === 'read' || (action !== 'delete' && shared.roles.includes('admin'));
}

export function mayReadTemplate(user: UserRow, template: TemplateRow): boolean {
  if (template.readable === 'nobody') return false;
  return template.readable || isTemplateAdmin(user);
}

export function mayUpdateTemplate(user: UserRow, template: TemplateRow): boolean {
  return isTemplateAdmin(user) && mayReadTemplate(user, template);
}

/** Site owners, and template admins for state and versions, see other users; members see themselves. */
export function mayReadUser(user: UserRow, other: UserRow): boolean {
  return user.id === other.id || isTemplateAdmin(user);
}

/** Usernames resolve for members of a common organization, whether or not the user itself is readable. */
export function mayResolveUser(user: UserRow, other: UserRow): boolean {
  return mayReadUser(user, other) || other.organizationIds.some((id) => user.organizationIds.includes(id));
}

/** The site-wide template admin is not enough here. */
export function mayReadProvisionerJobs(user: UserRow): boolean {
  return isOwner(user) || user.organizationRoles.some((role) => role.startsWith('organization-'));
}
