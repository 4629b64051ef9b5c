import { type Context, json, type Reply, readJson, refuse } from '../http/http.ts';
import type { Router } from '../http/router.ts';
import {
  isOwner,
  isTemplateAdmin,
  mayReadTemplate,
  mayUpdateTemplate,
  mayWorkspace,
  type WorkspaceAction,
} from '../state/permissions.ts';
import { parsePathUuid } from '../state/random.ts';

const MAX_IDS = 10;

/** What a check is about: rows by their id, or whatever has this owner and organization. */
interface Checked {
  resource_type: string;
  owner_id: string;
  organization_id: string;
  resource_id: string;
}

/** Tells a user what they may do. */
export function addAuthcheckRoute(router: Router): void {
  router.subtree('/api/v2/authcheck');
  router.add('POST', '/api/v2/authcheck', authcheck);
}

async function authcheck(context: Context): Promise<Reply> {
  const body = await readJson(context);
  const checks = Object.entries(record(record(body).checks)).map(([key, value]) => {
    const { object, action } = record(value);
    return { key, object: checkedObject(record(object)), action: text(action) };
  });
  const ids = checks.filter(({ object }) => object.resource_id !== '').length;
  if (ids > MAX_IDS) {
    refuse(
      400,
      `Endpoint only supports using "resource_id" field ${MAX_IDS} times, found ${ids} usages. Remove ${ids - MAX_IDS} objects with this field set.`,
    );
  }
  const answers = checks.map(({ key, object, action }): [string, boolean] => {
    if (object.resource_type === '')
      refuse(400, `Object's "resource_type" field must be defined for key ${JSON.stringify(key)}.`);
    return [key, object.resource_id === '' ? mayWithin(context, object, action) : mayRow(context, object, action)];
  });
  answers.sort(([a], [b]) => (a < b ? -1 : 1));
  return json(Object.fromEntries(answers));
}

/** A row that does not exist, or is hidden, is one that nothing may be done with. */
function mayRow(context: Context, object: Checked, action: string): boolean {
  const { store, user } = context;
  const parsed = parsePathUuid(object.resource_id);
  if ('error' in parsed) {
    return refuse(400, `Object "${object.resource_id}" id is not a valid uuid.`, '', [
      { field: 'resource_id', detail: parsed.error },
    ]);
  }
  switch (object.resource_type) {
    case 'workspace': {
      const workspace = store.workspaces.get(parsed.id);
      return workspace !== undefined && isWorkspaceAction(action) && mayWorkspace(user, action, workspace);
    }
    case 'template': {
      const template = store.templates.get(parsed.id);
      if (template === undefined) return false;
      return action === 'read' ? mayReadTemplate(user, template) : mayUpdateTemplate(user, template);
    }
    default:
      return refuse(400, `Object type "${object.resource_type}" does not support "resource_id" field.`);
  }
}

/** By owner and organization alone: nothing is known of whom a workspace is shared with. */
function mayWithin(context: Context, object: Checked, action: string): boolean {
  const { user } = context;
  if (!TYPES.has(object.resource_type)) return false;
  if (isOwner(user)) return true;
  if (object.resource_type === 'template') return isTemplateAdmin(user);
  if (object.resource_type !== 'workspace' || !isWorkspaceAction(action)) return false;
  if (action === 'read' && isTemplateAdmin(user)) return true;
  const owner = object.owner_id === 'me' ? user.id : object.owner_id;
  return owner === user.id && user.organizationIds.includes(object.organization_id);
}

/** Those that the gateway's users and the dashboard ask for. */
const TYPES = new Set(['workspace', 'template', 'user', 'organization', 'group', 'audit_log', 'deployment_config']);

function isWorkspaceAction(action: string): action is WorkspaceAction {
  return ['read', 'update', 'start', 'stop', 'delete'].includes(action);
}

function checkedObject(object: Record<string, unknown>): Checked {
  return {
    resource_type: text(object.resource_type),
    owner_id: text(object.owner_id),
    organization_id: text(object.organization_id),
    resource_id: text(object.resource_id),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
