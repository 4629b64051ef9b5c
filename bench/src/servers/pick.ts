/** The REST objects as far as the query of the bench reads them, and the answer made of them. */
export interface RestWorkspace {
  id: string;
  name: string;
  latest_build: RestBuild;
}

export interface RestBuild {
  id: string;
  build_number: number;
  status: string;
  transition: string;
  reason: string;
  created_at: string;
  updated_at: string;
  deadline: string | null;
  daily_cost: number;
  job: RestJob;
  resources: RestResource[];
}

interface RestJob {
  id: string;
  status: string;
  created_at: string;
  started_at?: string;
  completed_at?: string;
  queue_position: number;
}

interface RestResource {
  id: string;
  name: string;
  type: string;
  daily_cost: number;
  agents?: RestAgent[];
}

interface RestAgent {
  id: string;
  name: string;
  status: string;
  lifecycle_state: string;
  created_at: string;
  updated_at: string;
  last_connected_at?: string;
  architecture: string;
  operating_system: string;
  version: string;
  apps: RestApp[];
}

interface RestApp {
  id: string;
  slug: string;
  display_name?: string;
  url?: string;
  health: string;
  hidden: boolean;
  sharing_level: string;
}

export interface RestParameter {
  name: string;
  value: string;
}

export function pickBuild(build: RestBuild) {
  return {
    uuid: build.id,
    buildNumber: build.build_number,
    status: build.status,
    transition: build.transition,
    reason: build.reason,
    createdAt: build.created_at,
    updatedAt: build.updated_at,
    deadline: build.deadline,
    dailyCost: build.daily_cost,
    job: pickJob(build.job),
    resources: build.resources.map(pickResource),
  };
}

function pickJob(job: RestJob) {
  return {
    uuid: job.id,
    status: job.status,
    createdAt: job.created_at,
    startedAt: job.started_at ?? null,
    completedAt: job.completed_at ?? null,
    queuePosition: job.queue_position,
  };
}

function pickResource(resource: RestResource) {
  return {
    uuid: resource.id,
    name: resource.name,
    type: resource.type,
    dailyCost: resource.daily_cost,
    agents: resource.agents?.map(pickAgent) ?? [],
  };
}

function pickAgent(agent: RestAgent) {
  return {
    uuid: agent.id,
    name: agent.name,
    status: agent.status,
    lifecycleState: agent.lifecycle_state,
    createdAt: agent.created_at,
    updatedAt: agent.updated_at,
    lastConnectedAt: agent.last_connected_at ?? null,
    architecture: agent.architecture,
    operatingSystem: agent.operating_system,
    version: agent.version,
    apps: agent.apps.map(pickApp),
  };
}

function pickApp(app: RestApp) {
  return {
    uuid: app.id,
    slug: app.slug,
    displayName: app.display_name ?? null,
    url: app.url ?? null,
    health: app.health,
    hidden: app.hidden,
    sharingLevel: app.sharing_level,
  };
}
