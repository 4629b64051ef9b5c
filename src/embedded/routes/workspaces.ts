import { type Context, envelope, forbidden, json, notFound, type Reply } from '../http/http.ts';
import { page, parseBool, readPaging } from '../http/query.ts';
import type { Router } from '../http/router.ts';
import { renderTimings } from '../render/build.ts';
import { renderWorkspace } from '../render/workspace.ts';
import { mayReadTemplate, mayWorkspace } from '../state/permissions.ts';
import { pathOwner, pathWorkspace } from './lookup.ts';
import { searchWorkspaces } from './search.ts';

/** The reads of workspaces. */
export function addWorkspaceRoutes(router: Router): void {
  router.subtree('/api/v2/workspaces');
  router.subtree('/api/v2/workspaces/{workspace}', (context) => {
    pathWorkspace(context);
  });
  router.add('GET', '/api/v2/workspaces', listWorkspaces);
  router.add('GET', '/api/v2/workspaces/{workspace}', workspaceById);
  router.add('GET', '/api/v2/workspaces/{workspace}/timings', workspaceTimings);
  router.add('GET', '/api/v2/users/{user}/workspace/{workspacename}', workspaceByName);
}

function listWorkspaces(context: Context): Reply {
  const { store, user } = context;
  const paging = readPaging(context);
  const matches = searchWorkspaces(context);
  // Rows whose template is not readable go after paging: a short page, and a count that still has them.
  const shown = page(matches, paging).filter(
    (workspace) => workspace.builds.length > 0 && mayReadTemplate(user, store.templateOf(workspace)),
  );
  return json({ workspaces: shown.map((workspace) => renderWorkspace(store, workspace, user)), count: matches.length });
}

/** The flag to see deleted workspaces; the validation names another field than the parameter. */
function includeDeleted(context: Context): boolean | Reply {
  const raw = context.query.get('include_deleted') ?? '';
  if (raw === '') return false;
  const value = parseBool(raw);
  if (value !== null) return value;
  return envelope(400, `Invalid boolean value "${raw}" for "include_deleted" query param.`, '', [
    { field: 'deleted', detail: 'Must be a valid boolean' },
  ]);
}

function workspaceById(context: Context): Reply {
  const { store, user } = context;
  const workspace = pathWorkspace(context);
  const deletedToo = includeDeleted(context);
  if (typeof deletedToo === 'object') return deletedToo;
  if (workspace.deleted && !deletedToo) {
    return envelope(
      410,
      `Workspace "${workspace.id}" was deleted, you can view this workspace by specifying '?include_deleted=true' and trying again.`,
    );
  }
  if (!mayReadTemplate(user, store.templateOf(workspace))) return forbidden();
  return json(renderWorkspace(store, workspace, user));
}

function workspaceByName(context: Context): Reply {
  const { store, user } = context;
  const owner = pathOwner(context);
  const name = context.params.workspacename ?? '';
  const deletedToo = includeDeleted(context);
  if (typeof deletedToo === 'object') return deletedToo;
  let workspace = store.workspaceByName(owner.id, name);
  if (workspace === undefined && deletedToo) {
    workspace = [...store.workspaces.values()]
      .filter((row) => row.deleted && row.ownerId === owner.id && row.name.toLowerCase() === name.toLowerCase())
      .sort((a, b) => b.createdAt - a.createdAt)[0];
  }
  if (workspace === undefined || !mayWorkspace(user, 'read', workspace)) return notFound();
  if (!mayReadTemplate(user, store.templateOf(workspace))) return notFound();
  return json(renderWorkspace(store, workspace, user));
}

function workspaceTimings(context: Context): Reply {
  const latest = context.store.latestBuild(pathWorkspace(context));
  if (latest === undefined || context.store.failures.take('timings.fetch')) {
    return envelope(500, 'Internal error fetching timings.', 'sql: no rows in result set');
  }
  return json(renderTimings(latest));
}
