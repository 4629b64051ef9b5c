import { type Context, notFound, pathUuid } from '../http/http.ts';
import type { AgentRow } from '../state/agent-rows.ts';
import { mayReadTemplate, mayReadUser, mayResolveUser, mayWorkspace } from '../state/permissions.ts';
import { parsePathUuid } from '../state/random.ts';
import type { BuildRow, OrganizationRow, TemplateRow, UserRow, VersionRow, WorkspaceRow } from '../state/rows.ts';

/** The middleware that turns path parameters into rows, or into the 404 that hides what may not be read. */

export function pathBuild(context: Context): { build: BuildRow; workspace: WorkspaceRow } {
  const build = context.store.builds.get(pathUuid(context.params.workspacebuild ?? ''));
  if (build === undefined) return notFound();
  const workspace = context.store.workspaces.get(build.workspaceId);
  if (workspace === undefined || !mayWorkspace(context.user, 'read', workspace)) return notFound();
  return { build, workspace };
}

export function pathWorkspace(context: Context): WorkspaceRow {
  const workspace = context.store.workspaces.get(pathUuid(context.params.workspace ?? ''));
  if (workspace === undefined || !mayWorkspace(context.user, 'read', workspace)) return notFound();
  return workspace;
}

export function pathAgent(context: Context): { agent: AgentRow; build: BuildRow; workspace: WorkspaceRow } | null {
  const found = context.store.agents.get(pathUuid(context.params.workspaceagent ?? ''));
  if (found === undefined || found.agent.deleted) return null;
  const workspace = context.store.workspace(found.build.workspaceId);
  if (workspace.deleted || !mayWorkspace(context.user, 'read', workspace)) return null;
  return { ...found, workspace };
}

export function pathVersion(context: Context): VersionRow {
  const version = context.store.versions.get(pathUuid(context.params.templateversion ?? ''));
  const template = version === undefined ? undefined : context.store.templates.get(version.templateId);
  if (version === undefined || template === undefined || !mayReadTemplate(context.user, template)) return notFound();
  return version;
}

export function pathTemplate(context: Context): TemplateRow {
  const template = context.store.templates.get(pathUuid(context.params.template ?? ''));
  if (template === undefined || !mayReadTemplate(context.user, template)) return notFound();
  return template;
}

/** A user by UUID, name in any case, or `me`. */
function findUser(context: Context): UserRow | undefined {
  const raw = context.params.user ?? '';
  if (raw === 'me') return context.user;
  const parsed = parsePathUuid(raw);
  return 'id' in parsed ? context.store.users.get(parsed.id) : context.store.userByName(raw);
}

/** For `/users/{user}` itself: the user must be readable. */
export function pathUser(context: Context): UserRow {
  const user = findUser(context);
  if (user === undefined || !mayReadUser(context.user, user)) return notFound();
  return user;
}

/** For a user's workspaces: a readable membership is enough. */
export function pathOwner(context: Context): UserRow {
  const user = findUser(context);
  if (user === undefined || !mayResolveUser(context.user, user)) return notFound();
  return user;
}

/** An organization by UUID, name or `default`. */
export function pathOrganization(context: Context): OrganizationRow {
  const raw = context.params.organization ?? '';
  const parsed = parsePathUuid(raw);
  const organization = context.store.organizations.find((candidate) => {
    if (raw === 'default') return candidate.isDefault;
    return 'id' in parsed ? candidate.id === parsed.id : candidate.name === raw.toLowerCase();
  });
  return organization ?? notFound();
}
