import type { ProvisionerJob } from '../../coder/rest/job.ts';
import { type Context, envelope, json, notFound, pathUuid, type Reply } from '../http/http.ts';
import { QueryReader } from '../http/query.ts';
import type { Router } from '../http/router.ts';
import { renderJob } from '../render/build.ts';
import { renderOrganization } from '../render/workspace.ts';
import { present } from '../state/go-encoding.ts';
import { mayReadProvisionerJobs } from '../state/permissions.ts';
import { liveDaemons, pendingJobs } from '../state/provisioners.ts';
import type { JobRow } from '../state/rows.ts';
import { jobStatus } from '../state/status.ts';
import { pathOrganization } from './lookup.ts';

/** Provisioner jobs of an organization, as administrators see them. */
export function addJobRoutes(router: Router): void {
  const base = '/api/v2/organizations/{organization}/provisionerjobs';
  router.subtree('/api/v2/organizations/{organization}', (context) => {
    pathOrganization(context);
  });
  router.add('GET', '/api/v2/organizations/{organization}', (context) =>
    json(renderOrganization(pathOrganization(context))),
  );
  router.add('GET', base, listJobs);
  router.add('GET', `${base}/{job}`, (context) => {
    if (!mayReadProvisionerJobs(context.user)) return notFound();
    const job = context.store.jobs.get(pathUuid(context.params.job ?? ''));
    if (job === undefined || job.organizationId !== pathOrganization(context).id) return notFound();
    return json(administrative(context, job));
  });
}

const KNOWN = new Set(['limit', 'ids', 'status', 'tags', 'initiator']);
const STATUSES = new Set(['pending', 'running', 'succeeded', 'canceling', 'canceled', 'failed', 'unknown']);

function listJobs(context: Context): Reply {
  const { store, query } = context;
  if (!mayReadProvisionerJobs(context.user)) return notFound();
  const organization = pathOrganization(context);
  const reader = new QueryReader(query);
  const limit = reader.positive32('limit', 50);
  for (const name of query.keys()) {
    if (!KNOWN.has(name)) reader.problem(name, `"${name}" is not a valid query param`);
  }
  reader.finish('Invalid query parameters.');
  const list = (name: string): string[] => (query.get(name) ?? '').split(',').filter((item) => item !== '');
  const [ids, statuses, initiator] = [list('ids'), list('status'), query.get('initiator') ?? ''];
  if (statuses.some((status) => !STATUSES.has(status))) {
    return envelope(
      500,
      'Internal error fetching provisioner jobs.',
      `fetch object: pq: invalid input value for enum provisioner_job_status: "${statuses[0]}"`,
    );
  }
  const rows = [...store.jobs.values()]
    .filter(
      (job) =>
        job.organizationId === organization.id &&
        (ids.length === 0 || ids.includes(job.id)) &&
        (statuses.length === 0 || statuses.includes(jobStatus(job))) &&
        (initiator === '' || store.user(job.initiatorId).username === initiator || job.initiatorId === initiator),
    )
    .sort((a, b) => b.createdAt - a.createdAt);
  return json(rows.slice(0, limit === 0 ? undefined : limit).map((job) => administrative(context, job)));
}

/** With the worker's name, the workers that could take it, filled metadata and global queue numbers. */
function administrative({ store }: Context, job: JobRow): ProvisionerJob {
  const pending = pendingJobs(store);
  const build = job.buildId === null ? undefined : store.builds.get(job.buildId);
  const version = store.versions.get(build?.versionId ?? job.versionId ?? '');
  const template = version === undefined ? undefined : store.templates.get(version.templateId);
  const wire = renderJob(store, job);
  const workers = job.startedAt === null ? liveDaemons(store, job).map((daemon) => daemon.id) : [];
  const { id, created_at, started_at, completed_at, canceled_at, error, error_code, status, ...tail } = wire;
  return {
    id,
    created_at,
    ...present('started_at', started_at),
    ...present('completed_at', completed_at),
    ...present('canceled_at', canceled_at),
    ...present('error', error),
    ...present('error_code', error_code),
    status,
    ...present('worker_id', tail.worker_id),
    ...present('worker_name', store.daemons.find((daemon) => daemon.id === job.workerId)?.name),
    file_id: tail.file_id,
    tags: tail.tags,
    queue_position: pending.indexOf(job) + 1,
    queue_size: pending.length,
    organization_id: tail.organization_id,
    initiator_id: tail.initiator_id,
    input: tail.input,
    type: tail.type,
    ...(workers.length === 0 ? {} : { available_workers: workers }),
    metadata: {
      ...tail.metadata,
      ...(version === undefined ? {} : { template_version_name: version.name }),
      ...(template === undefined
        ? {}
        : {
            template_id: template.id,
            template_name: template.name,
            template_display_name: template.displayName,
            template_icon: template.icon,
          }),
      ...(build === undefined
        ? {}
        : {
            workspace_id: build.workspaceId,
            workspace_name: store.workspace(build.workspaceId).name,
            workspace_build_transition: build.transition,
          }),
    },
    logs_overflowed: tail.logs_overflowed,
  };
}
