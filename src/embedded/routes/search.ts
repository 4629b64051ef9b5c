import type { Context } from '../http/http.ts';
import { isOlderThan } from '../state/age.ts';
import { mayReadUser, mayWorkspace } from '../state/permissions.ts';
import type { WorkspaceRow } from '../state/rows.ts';
import { agentStatus, buildStatus } from '../state/status.ts';
import type { Store } from '../state/store.ts';
import { SearchReader } from './search-reader.ts';

/** `GET /workspaces?q=`: which live workspaces match, in the order of the list. */

type Test = (workspace: WorkspaceRow) => boolean;

const STATUSES = new Set(
  'pending starting running stopping stopped failed canceling canceled deleting deleted'.split(' '),
);

export function searchWorkspaces(context: Context): WorkspaceRow[] {
  const { store, user: viewer } = context;
  const search = new SearchReader(context, 'name', 'Invalid workspace search query.');
  const tests = [...rowTests(context, search), ...agentTests(store, search), ...sharingTests(context, search)];
  for (const wanted of search.list('param')) tests.push(parameterTest(store, wanted));
  search.finish();
  const rows = [...store.workspaces.values()].filter(
    (workspace) =>
      !workspace.deleted && mayWorkspace(viewer, 'read', workspace) && tests.every((test) => test(workspace)),
  );
  const rank = (workspace: WorkspaceRow): number => {
    if (workspace.ownerId === viewer.id && workspace.favoriteOf.has(viewer.id)) return 0;
    return statusOf(store, workspace) === 'running' ? 1 : 2;
  };
  const key = (workspace: WorkspaceRow): [number, string, string] => [
    rank(workspace),
    store.user(workspace.ownerId).username.toLowerCase(),
    workspace.name.toLowerCase(),
  ];
  return rows
    .map((workspace) => ({ workspace, key: key(workspace) }))
    .sort((a, b) => a.key[0] - b.key[0] || compare(a.key[1], b.key[1]) || compare(a.key[2], b.key[2]))
    .map(({ workspace }) => workspace);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// The server judges the keys in the order in which these functions read them.
function rowTests({ store, user: viewer }: Context, search: SearchReader): Test[] {
  const tests: Test[] = [];
  const ids = new Set(isOlderThan(store.version, 10) ? [] : search.uuids('id'));
  if (ids.size > 0) tests.push(({ id }) => ids.has(id));
  const owner = search.text('owner');
  const ownerName = owner === 'me' ? viewer.username.toLowerCase() : owner;
  if (owner !== '') tests.push(({ ownerId }) => store.user(ownerId).username.toLowerCase() === ownerName);
  const template = search.text('template');
  if (template !== '') tests.push((workspace) => store.templateOf(workspace).name.toLowerCase() === template);
  const name = search.text('name');
  if (name !== '') tests.push((workspace) => workspace.name.toLowerCase().includes(name));
  const status = search.text('status');
  if (status !== '') {
    if (!STATUSES.has(status)) search.invalid('status', `"${status}" is not a valid value`);
    tests.push((workspace) => statusOf(store, workspace) === status);
  }
  return tests;
}

function agentTests(store: Store, search: SearchReader): Test[] {
  const tests: Test[] = [];
  const statuses = search.list('has-agent');
  const hasAgent = (wanted: readonly string[]): Test => {
    return (workspace) => agentStatuses(store, workspace).some((status) => wanted.includes(status));
  };
  if (statuses.length > 0) tests.push(hasAgent(statuses));
  // Only `true` filters; `false` shows everything.
  if (search.boolean('dormant') === true) tests.push(({ dormantAt }) => dormantAt !== null);
  const after = search.time('last_used_after');
  if (after !== null) tests.push(({ lastUsedAt }) => (lastUsedAt ?? 0) > after);
  const before = search.time('last_used_before');
  if (before !== null) tests.push(({ lastUsedAt }) => (lastUsedAt ?? 0) < before);
  const outdated = search.boolean('outdated');
  if (outdated !== null) {
    tests.push((workspace) => {
      const latest = store.latestBuild(workspace);
      return (latest?.versionId !== store.templateOf(workspace).activeVersionId) === outdated;
    });
  }
  const aiTask = search.boolean('has-ai-task');
  if (aiTask !== null) tests.push((workspace) => (store.latestBuild(workspace)?.hasAiTask ?? false) === aiTask);
  const external = search.boolean('has_external_agent');
  if (external !== null) {
    tests.push((workspace) => (store.latestBuild(workspace)?.hasExternalAgent ?? false) === external);
  }
  const healthy = search.boolean('healthy');
  if (healthy !== null) tests.push(hasAgent(healthy ? ['connected'] : ['disconnected', 'timeout']));
  return tests;
}

function sharingTests({ store, user: viewer }: Context, search: SearchReader): Test[] {
  const tests: Test[] = [];
  const named = (value: string) => (row: { id: string; name: string }) =>
    row.id === value || row.name.toLowerCase() === value;
  const organization = search.text('organization');
  if (organization !== '') {
    const found = store.organizations.find(named(organization));
    if (found === undefined) search.invalid('organization', `organization ${unknown(organization, 'it')}`);
    tests.push(({ organizationId }) => organizationId === found?.id);
  }
  const shared = search.boolean('shared');
  if (shared !== null) tests.push(({ sharedWith }) => sharedWith.length > 0 === shared);
  const userName = search.text('shared_with_user');
  if (userName !== '') {
    const users = [...store.users.values()].filter((user) => mayReadUser(viewer, user));
    const found =
      userName === 'me' ? viewer : users.find(({ id, username }) => named(userName)({ id, name: username }));
    if (found === undefined) search.invalid('shared_with_user', `user ${unknown(userName, 'them')}`);
    tests.push(({ sharedWith }) => sharedWith.some((actor) => actor.id === found?.id));
  }
  const groupName = search.text('shared_with_group');
  if (groupName !== '') {
    const actors = [...store.workspaces.values()].flatMap(({ sharedWith }) => sharedWith);
    const found = actors.filter(({ actorType }) => actorType === 'group').find(named(groupName));
    if (found === undefined) {
      const where = `either does not exist, does not belong to the organization "coder", or you are unauthorized to view it`;
      search.invalid('shared_with_group', `group "${groupName}" ${where}`);
    }
    tests.push(({ sharedWith }) => sharedWith.some((actor) => actor.id === found?.id));
  }
  return tests;
}

function unknown(name: string, pronoun: string): string {
  return `"${name}" either does not exist, or you are unauthorized to view ${pronoun}`;
}

function parameterTest(store: Store, wanted: string): Test {
  const equals = wanted.indexOf('=');
  const name = equals < 0 ? wanted : wanted.slice(0, equals);
  return (workspace) =>
    (store.latestBuild(workspace)?.parameters ?? []).some(
      (parameter) =>
        parameter.name.toLowerCase() === name &&
        (equals < 0 || parameter.value.toLowerCase() === wanted.slice(equals + 1)),
    );
}

function statusOf(store: Store, workspace: WorkspaceRow): string {
  const latest = store.latestBuild(workspace);
  return latest === undefined ? '' : buildStatus(latest);
}

function agentStatuses(store: Store, workspace: WorkspaceRow): string[] {
  const latest = store.latestBuild(workspace);
  if (latest === undefined) return [];
  return store.liveAgents(latest).map((agent) => agentStatus(agent, store.now()).status);
}
