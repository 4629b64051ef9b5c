import { parseGoTime, RFC3339 } from '../http/go-time.ts';
import { type Context, envelope, json, notFound, type Reply, refuse } from '../http/http.ts';
import { integerProblem, page, readPaging } from '../http/query.ts';
import type { Router } from '../http/router.ts';
import { byText } from '../render/agent.ts';
import { renderBuild, renderResource, renderTimings } from '../render/build.ts';
import { mayUpdateTemplate, mayWorkspace } from '../state/permissions.ts';
import { matchedProvisioners } from '../state/provisioners.ts';
import { logsReply } from './build-logs.ts';
import { pathBuild, pathOwner, pathWorkspace } from './lookup.ts';

/** The reads of builds. */
export function addBuildRoutes(router: Router): void {
  const base = '/api/v2/workspacebuilds/{workspacebuild}';
  router.subtree('/api/v2/workspacebuilds/{workspacebuild}', (context) => {
    pathBuild(context);
  });
  router.add('GET', '/api/v2/users/{user}/workspace/{workspacename}/builds/{buildnumber}', buildByNumber);
  router.add('GET', '/api/v2/workspaces/{workspace}/builds', workspaceBuilds);
  router.add('GET', base, buildById);
  router.add('GET', `${base}/logs`, (context) => {
    const { build } = pathBuild(context);
    return logsReply(context, build.job, 'build-logs');
  });
  router.add('GET', `${base}/parameters`, buildParameters);
  router.add('GET', `${base}/resources`, buildResources);
  router.add('GET', `${base}/state`, buildState);
  router.add('GET', `${base}/timings`, buildTimings);
}

function buildByNumber(context: Context): Reply {
  const { store, params } = context;
  const owner = pathOwner(context);
  const raw = params.buildnumber ?? '';
  const problem = integerProblem(raw, 32, 'ParseInt');
  if (problem !== null) return envelope(400, 'Failed to parse build number as integer.', problem);
  const workspace = store.workspaceByName(owner.id, params.workspacename ?? '');
  if (workspace === undefined || !mayWorkspace(context.user, 'read', workspace)) return notFound();
  const number = Number(raw);
  const build = workspace.builds.find((candidate) => candidate.number === number);
  if (build === undefined) {
    return envelope(404, `Workspace "${params.workspacename}" Build ${number} does not exist.`);
  }
  return json(renderBuild(store, build, matchedProvisioners(store, build.job)));
}

function buildById(context: Context): Reply {
  const { store } = context;
  const { build } = pathBuild(context);
  const message = 'Internal error getting workspace build data.';
  if (store.failures.take('build.job-missing')) return envelope(404, message, 'No job found for workspace build.');
  if (build.versionMissing) return envelope(404, message, 'No template version found for workspace build.');
  if (store.failures.take('build.convert')) {
    return envelope(500, 'Internal error converting workspace build.', 'owner not found for workspace: "?"');
  }
  // `matched_provisioners` stays blank here, even while the job is pending.
  return json(renderBuild(store, build));
}

function workspaceBuilds(context: Context): Reply {
  const { store, query } = context;
  const workspace = pathWorkspace(context);
  const paging = readPaging(context);
  const since = query.get('since') ?? '';
  const sinceTime = since === '' ? { at: Number.NEGATIVE_INFINITY } : parseGoTime(since, RFC3339);
  if ('error' in sinceTime) return envelope(400, 'bad `since` format, must be RFC3339', sinceTime.error);
  let after = 0;
  if (paging.afterId !== null) {
    const cursor = store.builds.get(paging.afterId);
    if (cursor === undefined) return envelope(400, `Record at "after_id" ("${paging.afterId}") does not exist.`);
    const cursorWorkspace = store.workspace(cursor.workspaceId);
    if (!mayWorkspace(context.user, 'read', cursorWorkspace) || store.failures.take('build.list-cursor')) {
      return envelope(500, 'Internal error fetching workspace build at "after_id".', 'sql: no rows in result set');
    }
    after = cursor.number;
  }
  // Coder compares build numbers only, even with another workspace's build, and returns newer builds.
  const rows = workspace.builds
    .filter((build) => build.number > after && micros(build.createdAt) > micros(sinceTime.at))
    .reverse();
  if (rows.some((build) => build.versionMissing)) {
    return envelope(500, 'Internal error converting workspace build.', 'template version not found');
  }
  return json(page(rows, paging).map((build) => renderBuild(store, build, matchedProvisioners(store, build.job))));
}

/** The precision that the wire has, so that a time read from it equals the row's. */
function micros(milliseconds: number): number {
  return Math.round(milliseconds * 1000);
}

function buildParameters(context: Context): Reply {
  const { build } = pathBuild(context);
  if (context.store.failures.take('parameters.fetch')) {
    return envelope(500, 'Internal error fetching workspace build parameters.', 'pq: connection reset');
  }
  return json(build.parameters.map(({ name, value }) => ({ name, value })));
}

function buildResources(context: Context): Reply {
  const { store } = context;
  const { build, workspace } = pathBuild(context);
  if (build.job.completedAt === null) return envelope(400, "Job hasn't completed!");
  const resources = [...build.resources].sort((a, b) => byText(a.name, b.name));
  // This older route returns neither subdomain names nor app statuses.
  return json(
    resources.map((resource) => {
      const wire = renderResource(store, resource, workspace);
      for (const agent of wire.agents ?? []) {
        for (const app of agent.apps) {
          delete app.subdomain_name;
          app.statuses = [];
        }
      }
      return wire;
    }),
  );
}

function buildState(context: Context): Reply {
  const { store } = context;
  const { build, workspace } = pathBuild(context);
  const template = store.templates.get(workspace.templateId);
  if (template === undefined || !mayUpdateTemplate(context.user, template)) return notFound();
  if (store.failures.take('state.read')) {
    return refuse(500, 'Internal error fetching provisioner state.', 'pq: connection reset');
  }
  return { status: 200, contentType: 'application/json', body: build.state };
}

function buildTimings(context: Context): Reply {
  const { build } = pathBuild(context);
  if (context.store.failures.take('timings.fetch')) {
    return envelope(500, 'Internal error fetching timings.', 'pq: canceling statement due to user request');
  }
  return json(renderTimings(build));
}
