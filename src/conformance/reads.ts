import type { CoderReader } from './coder-reader.ts';
import type { Comparison } from './compare.ts';
import type { Graph } from './graph.ts';
import type { Rest } from './rules.ts';
import { strings } from './rules.ts';
import { typeRules } from './types/types.ts';

/** What the steps of a run work with. */
export interface Sides {
  coder: CoderReader;
  graph: Graph;
}

/** Reads both sides and compares them; repeated by the caller when Coder's data moved in between. */
export type Step = (comparison: Comparison) => Promise<void>;

const LOG_PAGE = 1000;

export const viewer =
  ({ coder, graph }: Sides): Step =>
  async (comparison) => {
    const rest = await coder.object('/users/me');
    const shown = await graph.field('Query', 'viewer', graph.select('User', { detail: true }));
    comparison.object('User', rest, shown, 'viewer', { detail: true });
  };

/** One page of the list of workspaces, compared whole; the result leads to the next page. */
export async function workspacePage(
  { coder, graph }: Sides,
  { offset, size, after }: { offset: number; size: number; after: string | null },
  comparison: Comparison,
): Promise<{ rows: Rest[]; next: string | null }> {
  const page = await coder.object('/workspaces', { limit: size, offset });
  const rows = (page?.workspaces as Rest[] | undefined) ?? [];
  const count = Number(page?.count ?? 0);
  const rest = { rows, count, more: offset + size < count, before: offset > 0 };
  const call = `workspaces(first: ${size}${after === null ? '' : `, after: ${JSON.stringify(after)}`})`;
  const shown = await graph.field('Query', call, graph.select('WorkspaceConnection'));
  comparison.object('WorkspaceConnection', rest, shown, `workspaces[${offset}…]`);
  const { endCursor } = (shown as { pageInfo: { endCursor: string | null } }).pageInfo;
  return { rows, next: rest.more ? endCursor : null };
}

/** A workspace by each way that leads to it, and its newest builds. */
export const workspace =
  ({ coder, graph }: Sides, id: string): Step =>
  async (comparison) => {
    const rest = await coder.object(`/workspaces/${id}`);
    const where = `workspace(${strings(rest ?? {}, 'name')})`;
    const inner = graph.select('Workspace');
    comparison.object('Workspace', rest, await graph.field('Query', `workspace(id: "${id}")`, inner), where);
    if (rest === null) return;
    const owner = strings(rest, 'owner_name');
    const byName = `workspaceByName(owner: "${owner}", name: "${strings(rest, 'name')}")`;
    comparison.object('Workspace', rest, await graph.field('Query', byName, inner), byName);

    await permissions({ coder, graph }, rest, comparison);

    const builds = await coder.list(`/workspaces/${id}/builds`, { limit: 11 });
    const rows = builds.slice(0, 10);
    const [newest] = rows;
    if (newest === undefined) return;
    const number = Number(newest.build_number);
    graph.visited.add('Workspace.builds').add('Workspace.build');
    const shown = (await graph.field(
      'Query',
      `workspace(id: "${id}")`,
      `{ builds(first: 10) ${graph.select('BuildConnection')} build(number: ${number}) ${graph.select('Build')} }`,
    )) as Rest;
    comparison.object('BuildConnection', { rows, more: builds.length > 10 }, shown.builds, `${where}.builds`);
    comparison.object('Build', newest, shown.build, `${where}.build(${number})`);
    const byNumber = `buildByNumber(owner: "${owner}", workspace: "${strings(rest, 'name')}", number: ${number})`;
    // Coder fills in the matched provisioners on this route alone.
    const path = `/users/${owner}/workspace/${strings(rest, 'name')}/builds/${number}`;
    const numbered = await coder.object(path);
    comparison.object('Build', numbered, await graph.field('Query', byNumber, graph.select('Build')), byNumber);
  };

/** What the viewer may do with a workspace: Coder is asked about the workspace itself, whomever it is shared with. */
async function permissions({ coder, graph }: Sides, workspace: Rest, comparison: Comparison): Promise<void> {
  const [id, template] = [strings(workspace, 'id'), strings(workspace, 'template_id')];
  const ask = (resource_type: string, resource_id: string | undefined, action: string) => ({
    object: { resource_type, ...(resource_id !== undefined && { resource_id }) },
    action,
  });
  const may = await coder.answer('/authcheck', {
    checks: {
      start: ask('workspace', id, workspace.dormant_at ? 'update' : 'start'),
      stop: ask('workspace', id, 'stop'),
      delete: ask('workspace', id, 'delete'),
      update: ask('workspace', id, 'update'),
      update_template: ask('template', template, 'update'),
      update_deployment: ask('deployment_config', undefined, 'update'),
    },
  });
  const call = `workspace(id: "${id}")`;
  graph.visited.add('Workspace.viewerCan');
  const inner = `{ viewerCan ${graph.select('WorkspacePermissions')} }`;
  const shown = (await graph.field('Query', call, inner)) as Rest;
  const lets_users_cancel = workspace.template_allow_user_cancel_workspace_jobs;
  comparison.object('WorkspacePermissions', { ...may, lets_users_cancel }, shown.viewerCan, `${call}.viewerCan`);
}

/** A build by its id, with everything that costs a further call. */
export const build =
  ({ coder, graph }: Sides, id: string): Step =>
  async (comparison) => {
    const path = `/workspacebuilds/${id}`;
    const [rest, parameters, timings, text, logs, state] = await Promise.all([
      coder.object(path),
      coder.list(`${path}/parameters`),
      coder.object(`${path}/timings`),
      coder.bytes(`${path}/logs`, { format: 'text' }),
      coder.list(`${path}/logs`),
      coder.bytes(`${path}/state`),
    ]);
    const whole = rest && {
      ...rest,
      ...((rest.job as Rest).status === 'pending' && (await matchedProvisioners(coder, rest))),
      parameters,
      timings,
      log_text: text?.toString('utf8') ?? null,
      logs: { rows: logs.slice(0, LOG_PAGE), more: logs.length > LOG_PAGE },
      state: state && { bytes: state },
    };
    // A state that the token may not read is an error of its field, not a difference.
    const only = Object.keys(typeRules.Build ?? {}).filter((name) => state !== null || name !== 'state');
    const shown = await graph.field('Query', `build(id: "${id}")`, graph.select('Build', { only }));
    comparison.object('Build', whole, shown, `build(${id})`, { only });
  };

/** Coder leaves them blank where a build is read by its id; by its number they are there. */
async function matchedProvisioners(coder: CoderReader, build: Rest): Promise<Rest> {
  const [owner, name] = [strings(build, 'workspace_owner_name'), strings(build, 'workspace_name')];
  const numbered = await coder.object(`/users/${owner}/workspace/${name}/builds/${strings(build, 'build_number')}`);
  return { matched_provisioners: numbered?.matched_provisioners };
}

/** How many workspaces have each status, as Coder counts them. */
export const statusCounts =
  ({ coder, graph }: Sides): Step =>
  async (comparison) => {
    const call = 'workspacesByStatus';
    const shown = (await graph.field('Query', call, graph.select('WorkspaceStatusCount'))) as Rest[];
    for (const row of shown) {
      const status = strings(row, 'status').toLowerCase();
      const page = await coder.object('/workspaces', { q: `status:${status}`, limit: 1 });
      comparison.object('WorkspaceStatusCount', { status, count: page?.count }, row, `${call}(${status})`);
    }
    const all = await coder.object('/workspaces', { limit: 1 });
    const total = shown.reduce((sum, { count }) => sum + Number(count), 0);
    comparison.value(all?.count, total, call);
  };

/** A template by its id, and its active version with all that a form asks. */
export const template =
  ({ coder, graph }: Sides, id: string): Step =>
  async (comparison) => {
    const rest = await coder.object(`/templates/${id}`);
    const shown = await graph.field('Query', `template(id: "${id}")`, graph.select('Template'));
    comparison.object('Template', rest, shown, `template(${id})`);
    if (rest === null) return;
    const all = await coder.list(`/templates/${id}/versions`);
    const rows = all.reverse().slice(0, 10);
    graph.visited.add('Template.versions');
    const call = `template(id: "${id}")`;
    const selected = `{ versions(first: 10) ${graph.select('TemplateVersionConnection')} }`;
    const { versions } = (await graph.field('Query', call, selected)) as Rest;
    comparison.object('TemplateVersionConnection', { rows, more: all.length > 10 }, versions, `${call}.versions`);
    const version = strings(rest, 'active_version_id');
    const path = `/templateversions/${version}`;
    const [json, parameters, presets] = await Promise.all([
      coder.object(path),
      coder.list(`${path}/rich-parameters`),
      coder.list(`${path}/presets`),
    ]);
    const inner = graph.select('TemplateVersion');
    const form = await graph.field('Query', `templateVersion(id: "${version}")`, inner);
    const whole = json && { ...json, parameters, presets };
    comparison.object('TemplateVersion', whole, form, `templateVersion(${version})`);
  };

/** An agent by its id, with its log and what it measures. */
export const agent =
  ({ coder, graph }: Sides, id: string): Step =>
  async (comparison) => {
    const path = `/workspaceagents/${id}`;
    const [rest, logs] = await Promise.all([coder.object(path), coder.list(`${path}/logs`)]);
    const metadata = rest && (await coder.event(`${path}/watch-metadata-ws`));
    const whole = rest && { ...rest, metadata, logs: { rows: logs.slice(0, LOG_PAGE), more: logs.length > LOG_PAGE } };
    // Only an agent that came with its build knows its resource.
    const only = Object.keys(typeRules.Agent ?? {}).filter((name) => name !== 'resource');
    const shown = await graph.field('Query', `agent(id: "${id}")`, graph.select('Agent', { only }));
    comparison.object('Agent', whole, shown, `agent(${id})`, { only });
  };

/** Every global id in an answer leads back to the object that it stands in. */
export const nodes =
  ({ coder, graph }: Sides, buildId: string): Step =>
  async (comparison) => {
    const found = await graph.field('Query', `build(id: "${buildId}")`, NODE_IDS);
    const objects = identified(found);
    const ids = objects.map(({ id }) => id);
    const inner = `{ __typename ${[...new Set(objects.map((each) => each.type))].map((type) => `... on ${type} { uuid }`).join(' ')} }`;
    const shown = (await graph.field('Query', `nodes(ids: ${JSON.stringify(ids)})`, inner)) as (Rest | null)[];
    for (const [index, { id, type, uuid }] of objects.entries()) {
      // Coder hides other users from members, though their names stand in what members may read.
      const isHidden = type === 'User' && !(await coder.object(`/users/${uuid}`));
      comparison.value(isHidden ? null : uuid, shown[index]?.uuid ?? null, `nodes(${type} ${id})`);
    }
    const [first] = objects;
    if (first === undefined) return;
    const single = (await graph.field('Query', `node(id: "${first.id}")`, inner)) as Rest | null;
    comparison.value(first.uuid, single?.uuid, `node(${first.id})`);
  };

const ID = '__typename id uuid';
const NODE_IDS = `{ ${ID} workspace { ${ID} owner { ${ID} } } job { ${ID} } initiator { ${ID} } resources { ${ID} agents { ${ID} apps { ${ID} } } } }`;

function identified(value: unknown): { type: string; id: string; uuid: string }[] {
  if (Array.isArray(value)) return value.flatMap(identified);
  if (typeof value !== 'object' || value === null) return [];
  const { __typename: type, id, uuid, ...rest } = value as Rest;
  return [{ type: String(type), id: String(id), uuid: String(uuid) }, ...Object.values(rest).flatMap(identified)];
}
