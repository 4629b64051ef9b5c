import type { ApiValidation } from '../../coder/rest/api-error.ts';
import { refuse } from '../http/http.ts';
import { rfc3339 } from '../http/query.ts';
import { mayWorkspace } from '../state/permissions.ts';
import { parsePathUuid } from '../state/random.ts';
import type { UserRow, WorkspaceRow } from '../state/rows.ts';
import { agentStatus, buildStatus } from '../state/status.ts';
import type { Store } from '../state/store.ts';
import { parseTerms, type Terms } from './search-terms.ts';

/** `GET /workspaces?q=`: which live workspaces match, in the order of the list. */

type Test = (workspace: WorkspaceRow) => boolean;

const STATUSES = new Set(
  'pending starting running stopping stopped failed canceling canceled deleting deleted'.split(' '),
);

export function searchWorkspaces(store: Store, q: string, viewer: UserRow): WorkspaceRow[] {
  const terms = parseTerms(q, ['name']);
  if ('problem' in terms) return refuse(400, 'Invalid workspace search query.', '', [terms.problem]);
  const { tests, problems } = compile(store, terms.terms, viewer);
  if (problems.length > 0) return refuse(400, 'Invalid workspace search query.', '', problems);
  const rows = [...store.workspaces.values()].filter(
    (workspace) =>
      !workspace.deleted && mayWorkspace(viewer, 'read', workspace) && tests.every((test) => test(workspace)),
  );
  const rank = (workspace: WorkspaceRow): number => {
    if (workspace.ownerId === viewer.id && workspace.favoriteOf.has(viewer.id)) return 0;
    const latest = store.latestBuild(workspace);
    return latest !== undefined && buildStatus(latest) === 'running' ? 1 : 2;
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

function compile(store: Store, terms: Terms, viewer: UserRow): { tests: Test[]; problems: ApiValidation[] } {
  const tests: Test[] = [];
  const problems: ApiValidation[] = [];
  const invalid = (field: string, value: string, reason: string): void => {
    problems.push({ field, detail: `Query param "${field}" has invalid value: "${value}" ${reason}` });
  };
  const flag = (name: string, value: string, test: (wanted: boolean) => Test): void => {
    if (value === 'true') tests.push(test(true));
    else if (value === 'false') tests.push(test(false));
    else problems.push({ field: name, detail: `Query param "${name}" must be a valid boolean: invalid syntax` });
  };
  const time = (name: string, value: string, test: (at: number) => Test): void => {
    const at = rfc3339(value);
    if (at === null) problems.push({ field: name, detail: `Query param "${name}" must be a valid date format` });
    else tests.push(test(at));
  };
  for (const [name, values] of terms) {
    const [value = ''] = values;
    if (value === '' && !name.startsWith('param')) continue;
    if (name === 'id') {
      const ids = values.flatMap((list) => list.split(',')).map((raw) => ({ raw, parsed: parsePathUuid(raw.trim()) }));
      for (const { raw, parsed } of ids) if ('error' in parsed) invalid('id', raw, 'is not a valid uuid');
      const wanted = new Set(ids.map(({ parsed }) => ('id' in parsed ? parsed.id : '')));
      tests.push((workspace) => wanted.has(workspace.id));
    } else if (name === 'owner') {
      const wanted = value === 'me' ? viewer.username.toLowerCase() : value;
      tests.push((workspace) => store.user(workspace.ownerId).username.toLowerCase() === wanted);
    } else if (name === 'template') {
      tests.push((workspace) => store.templateOf(workspace).name.toLowerCase() === value);
    } else if (name === 'name') {
      tests.push((workspace) => workspace.name.toLowerCase().includes(value));
    } else if (name === 'status') {
      if (!STATUSES.has(value)) invalid('status', value, 'is not a valid value');
      tests.push((workspace) => statusOf(store, workspace) === value);
    } else if (name === 'has-agent') {
      tests.push((workspace) => agentStatuses(store, workspace).includes(value));
    } else if (name === 'healthy') {
      flag(name, value, (wanted) => (workspace) => {
        const statuses = agentStatuses(store, workspace);
        return wanted ? statuses.includes('connected') : statuses.some((s) => s === 'disconnected' || s === 'timeout');
      });
    } else if (name === 'dormant') {
      // Only `true` filters; `false` shows everything.
      flag(name, value, (wanted) => (workspace) => !wanted || workspace.dormantAt !== null);
    } else if (name === 'outdated') {
      flag(name, value, (wanted) => (workspace) => {
        return (store.latestBuild(workspace)?.versionId !== store.templateOf(workspace).activeVersionId) === wanted;
      });
    } else if (name === 'has-ai-task' || name === 'has_external_agent') {
      const key = name === 'has-ai-task' ? 'hasAiTask' : 'hasExternalAgent';
      flag(name, value, (wanted) => (workspace) => (store.latestBuild(workspace)?.[key] ?? false) === wanted);
    } else if (name === 'shared') {
      flag(name, value, (wanted) => (workspace) => workspace.sharedWith.length > 0 === wanted);
    } else if (name === 'shared_with_user' || name === 'shared_with_group') {
      const type = name.slice('shared_with_'.length);
      tests.push(({ sharedWith }) =>
        sharedWith.some((a) => a.actorType === type && (a.id === value || a.name.toLowerCase() === value)),
      );
    } else if (name === 'organization') {
      tests.push((workspace) => {
        const organization = store.organization(workspace.organizationId);
        return organization.id === value || organization.name.toLowerCase() === value;
      });
    } else if (name === 'last_used_after') {
      time(name, value, (at) => (workspace) => (workspace.lastUsedAt ?? 0) > at);
    } else if (name === 'last_used_before') {
      time(name, value, (at) => (workspace) => (workspace.lastUsedAt ?? 0) < at);
    } else if (name === 'param') {
      for (const wanted of values) tests.push(parameterTest(store, wanted));
    } else {
      problems.push({ field: name, detail: `"${name}" is not a valid query param` });
    }
  }
  return { tests, problems };
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
