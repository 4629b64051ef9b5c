import { type Context, envelope, json, type Reply, refuse, TEXT_TYPE } from '../http/http.ts';
import { page, readPaging } from '../http/query.ts';
import type { Router } from '../http/router.ts';
import { renderAgent } from '../render/agent.ts';
import { renderVersion } from '../render/build.ts';
import { renderUser } from '../render/workspace.ts';
import { mayReadTemplate, mayReadUser } from '../state/permissions.ts';
import type { UserRow } from '../state/rows.ts';
import { agentLogsReply } from './agent-logs.ts';
import { logsReply } from './build-logs.ts';
import { pathAgent, pathUser, pathVersion } from './lookup.ts';
import { parseTerms } from './search-terms.ts';

/** Agents, template versions, users and what a deployment says of itself. */
export function addAdjacentRoutes(router: Router): void {
  router.add('GET', '/healthz', () => ({ status: 200, contentType: TEXT_TYPE, body: 'OK' }), { open: true });
  router.add('GET', '/api/v2/buildinfo', buildInfo, { open: true });
  router.subtree('/api/v2/experiments');
  router.add('GET', '/api/v2/experiments', ({ store }) => json(store.settings.experiments));
  router.subtree('/api/v2/users');
  router.add('GET', '/api/v2/users', listUsers);
  router.add('GET', '/api/v2/users/{user}', (context) => json(renderUser(context.store, pathUser(context))));
  router.subtree('/api/v2/workspaceagents/{workspaceagent}', (context) => {
    needAgent(context);
  });
  router.add('GET', '/api/v2/workspaceagents/{workspaceagent}', (context) => {
    const { agent, workspace } = needAgent(context);
    return json(renderAgent(context.store, agent, workspace));
  });
  router.add('GET', '/api/v2/workspaceagents/{workspaceagent}/logs', (context) => {
    const { agent, build } = needAgent(context);
    return agentLogsReply(context, agent, build);
  });
  addVersionRoutes(router);
}

function addVersionRoutes(router: Router): void {
  const base = '/api/v2/templateversions/{templateversion}';
  router.subtree(base, (context) => {
    pathVersion(context);
  });
  router.add('GET', base, (context) => json(renderVersion(context.store, pathVersion(context))));
  router.add('GET', `${base}/logs`, (context) => logsReply(context, pathVersion(context).job, 'version-logs'));
  router.add('GET', `${base}/rich-parameters`, (context) =>
    json(
      pathVersion(context).parameters.map((parameter) => ({
        name: parameter.name,
        display_name: parameter.displayName,
        description: '',
        type: parameter.type,
        mutable: true,
        default_value: parameter.defaultValue,
        required: parameter.required,
        ephemeral: false,
      })),
    ),
  );
  router.add('GET', `${base}/presets`, (context) =>
    json(
      pathVersion(context).presets.map((preset) => ({
        ID: preset.id,
        Name: preset.name,
        Parameters: Object.entries(preset.values).map(([Name, Value]) => ({ Name, Value })),
        Default: false,
      })),
    ),
  );
  router.subtree('/api/v2/templates');
  router.add('GET', '/api/v2/templates', listTemplates);
}

function needAgent(context: Context): NonNullable<ReturnType<typeof pathAgent>> {
  return pathAgent(context) ?? refuse(404, "Agent doesn't exist with that id, or you do not have access to it.");
}

function buildInfo({ store, accessUrl }: Context): Reply {
  return json({
    external_url: `https://github.com/coder/coder/releases/tag/${store.version}`,
    version: store.version,
    dashboard_url: accessUrl,
    telemetry: false,
    workspace_proxy: false,
    agent_api_version: '2.10',
    provisioner_api_version: '1.17',
    upgrade_message: '',
    deployment_id: '6f6e2c0e-4b1c-4c9f-8d37-0f6f9a3f2b51',
  });
}

function listUsers(context: Context): Reply {
  const { store, user: viewer } = context;
  const paging = readPaging(context);
  const parsed = parseTerms(context.query.get('q') ?? '', ['search']);
  if ('problem' in parsed) return envelope(400, 'Invalid user search query.', '', [parsed.problem]);
  let rows = [...store.users.values()].filter((row) => row.username !== 'prebuilds' && mayReadUser(viewer, row));
  for (const [key, values] of parsed.terms) {
    const test = userTest(key, values);
    if (test === null) {
      return envelope(400, 'Invalid user search query.', '', [
        { field: key, detail: `"${key}" is not a valid query param` },
      ]);
    }
    rows = rows.filter(test);
  }
  rows.sort((a, b) => (a.username.toLowerCase() < b.username.toLowerCase() ? -1 : 1));
  const cursor = paging.afterId === null ? -1 : rows.findIndex((row) => row.id === paging.afterId);
  const shown = page(rows.slice(cursor + 1), paging);
  return json({ users: shown.map((row) => renderUser(store, row)), count: rows.length });
}

function userTest(key: string, values: string[]): ((user: UserRow) => boolean) | null {
  const [value = ''] = values;
  const wanted = values.flatMap((list) => list.split(','));
  if (key === 'search') {
    return (user) => user.username.toLowerCase().includes(value) || user.email.toLowerCase().includes(value);
  }
  if (key === 'name') return (user) => user.name.toLowerCase().includes(value);
  if (key === 'status') return (user) => wanted.includes(user.status);
  if (key === 'role') return (user) => wanted.some((role) => role === 'member' || user.roles.includes(role));
  if (key === 'login_type') return (user) => wanted.includes(user.loginType);
  if (key === 'service_account') return (user) => String(user.isServiceAccount) === value;
  return /^(last_seen|created)_(before|after)$|^github_com_user_id$/.test(key) ? () => true : null;
}

function listTemplates(context: Context): Reply {
  const { store, user } = context;
  const parsed = parseTerms(context.query.get('q') ?? '', ['search']);
  if ('problem' in parsed) return envelope(400, 'Invalid template search query.', '', [parsed.problem]);
  const ids = parsed.terms.get('ids')?.flatMap((list) => list.split(','));
  const deprecated = parsed.terms.get('deprecated')?.[0] === 'true';
  const rows = [...store.templates.values()].filter(
    (template) =>
      !template.deleted &&
      mayReadTemplate(user, template) &&
      template.deprecated === deprecated &&
      (ids === undefined || ids.includes(template.id)),
  );
  return json(
    rows.map((template) => ({
      id: template.id,
      organization_id: template.organizationId,
      name: template.name,
      display_name: template.displayName,
      icon: template.icon,
      active_version_id: template.activeVersionId,
      deprecated: template.deprecated,
      allow_user_cancel_workspace_jobs: template.allowUserCancel,
      require_active_version: template.requireActiveVersion,
      use_classic_parameter_flow: template.classicParameterFlow,
    })),
  );
}
