import { buildId, uuid, workspaceId } from './identifiers.ts';

/** Builds of each workspace; more than a page of ten, so that the page is not the end of the list. */
export const BUILDS = 14;

type Json = Record<string, unknown>;

const ORGANIZATION = uuid('organization');
const TEMPLATE_VERSION = uuid('template version');

/** A time of the fixture, `minutes` after its beginning, as Coder writes it. */
export function time(minutes: number, microseconds = 627_357): string {
  const date = new Date(Date.UTC(2026, 5, 22, 7, 0) + minutes * 60_000).toISOString();
  return `${date.slice(0, 19)}.${String(microseconds).padStart(6, '0')}Z`;
}

export function workspaceName(index: number): string {
  return `dev-${String(index).padStart(3, '0')}`;
}

export const ownerName = (index: number): string => `user-${index % 12}`;

/** One build as Coder sends it, with job, resources, agents and apps: about 9 KB of JSON. */
export function build(workspace: number, number: number, revision = 0): Json {
  const id = buildId(workspace, number);
  const owner = uuid(`user ${ownerName(workspace)}`);
  const created = number * 1_440 + workspace;
  // An agent that is connected says so again and again; that is how an idle build changes.
  const updated = time(created + 1, 100_000 + (revision % 900_000));
  const job = uuid(`job ${workspace} ${number}`);
  return {
    id,
    created_at: time(created),
    updated_at: updated,
    workspace_id: workspaceId(workspace),
    workspace_name: workspaceName(workspace),
    workspace_owner_id: owner,
    workspace_owner_name: ownerName(workspace),
    workspace_owner_avatar_url: `https://avatars.example.com/${ownerName(workspace)}.png?size=64&v=2`,
    template_version_id: TEMPLATE_VERSION,
    template_version_name: 'jolly_hopper7',
    build_number: number,
    transition: 'start',
    initiator_id: owner,
    initiator_name: ownerName(workspace),
    job: {
      id: job,
      created_at: time(created),
      started_at: time(created, 898_429),
      completed_at: time(created + 1, 31_147),
      status: 'succeeded',
      worker_id: uuid('worker'),
      file_id: uuid('file'),
      tags: { owner: '', scope: 'organization' },
      queue_position: 0,
      queue_size: 0,
      organization_id: ORGANIZATION,
      initiator_id: owner,
      input: { workspace_build_id: id },
      type: 'workspace_build',
      metadata: {
        template_version_name: '',
        template_id: '00000000-0000-0000-0000-000000000000',
        template_name: '',
        template_display_name: '',
        template_icon: '',
      },
      logs_overflowed: false,
    },
    reason: number % 3 === 0 ? 'autostart' : 'initiator',
    resources: [container(workspace, number, job, created, updated), volume(workspace, number, job, created)],
    deadline: time(created + 480),
    max_deadline: null,
    status: 'running',
    daily_cost: 12,
    matched_provisioners: { count: 2, available: 2, most_recently_seen: time(created, 411_002) },
    template_version_preset_id: null,
    has_ai_task: false,
    has_external_agent: false,
  };
}

function container(workspace: number, number: number, job: string, created: number, updated: string): Json {
  const id = uuid(`container ${workspace} ${number}`);
  return {
    id,
    created_at: time(created + 1, 33_710),
    job_id: job,
    workspace_transition: 'start',
    type: 'kubernetes_pod',
    name: 'workspace',
    hide: false,
    icon: '/icon/k8s.png',
    agents: ['main', 'gpu'].map((name) => agent(`${workspace} ${number} ${name}`, name, id, created, updated)),
    metadata: [
      { key: 'image', value: 'registry.example.com/dev/node:20-bookworm', sensitive: false },
      { key: 'cpu', value: '4 cores', sensitive: false },
      { key: 'memory', value: '16 GiB', sensitive: false },
    ],
    daily_cost: 10,
  };
}

function volume(workspace: number, number: number, job: string, created: number): Json {
  return {
    id: uuid(`volume ${workspace} ${number}`),
    created_at: time(created + 1, 41_554),
    job_id: job,
    workspace_transition: 'start',
    type: 'kubernetes_persistent_volume_claim',
    name: 'home',
    hide: true,
    icon: '',
    metadata: [{ key: 'mount', value: '/home/coder', sensitive: false }],
    daily_cost: 2,
  };
}

const APPS = ['code-server', 'jupyter', 'filebrowser', 'preview'];

function agent(key: string, name: string, resource: string, created: number, updated: string): Json {
  const id = uuid(`agent ${key}`);
  const source = uuid(`source ${key}`);
  return {
    id,
    parent_id: null,
    created_at: time(created + 1, 34_037),
    updated_at: updated,
    first_connected_at: time(created + 2, 120_001),
    last_connected_at: updated,
    started_at: time(created + 2, 220_001),
    ready_at: time(created + 3, 320_001),
    status: 'connected',
    lifecycle_state: 'ready',
    name,
    resource_id: resource,
    architecture: 'amd64',
    environment_variables: { EDITOR: 'nvim', GIT_AUTHOR_NAME: 'Mira Sol', GIT_AUTHOR_EMAIL: 'mira@example.com' },
    operating_system: 'linux',
    logs_length: 48_112,
    logs_overflowed: false,
    directory: '~/project',
    expanded_directory: '/home/coder/project',
    version: 'v2.28.3+1a2b3c4',
    api_version: '2.7',
    apps: APPS.map((slug) => app(key, slug, name)),
    latency: { 'Coder Embedded Relay': { preferred: true, latency_ms: 12.52 } },
    connection_timeout_seconds: 120,
    troubleshooting_url: 'https://coder.com/docs/admin/templates/troubleshooting',
    subsystems: ['envbox'],
    health: { healthy: true },
    display_apps: ['vscode', 'ssh_helper', 'port_forwarding_helper', 'web_terminal'],
    log_sources: [
      { workspace_agent_id: id, id: source, created_at: time(created + 1, 34_037), display_name: 'Startup', icon: '' },
    ],
    scripts: [
      {
        id: uuid(`script ${key}`),
        log_source_id: source,
        log_path: '/tmp/startup.log',
        script: '#!/bin/sh\nset -e\ncode-server --auth none --port 13337 >/tmp/code-server.log 2>&1 &\n',
        cron: '',
        run_on_start: true,
        run_on_stop: false,
        start_blocks_login: true,
        timeout: 300_000_000_000,
        display_name: 'Startup',
        exit_code: 0,
        status: 'ok',
      },
    ],
    startup_script_behavior: 'blocking',
  };
}

function app(key: string, slug: string, agentName: string): Json {
  return {
    id: uuid(`app ${key} ${slug}`),
    url: `http://localhost:13337/?folder=/home/coder/${slug}`,
    external: false,
    slug,
    display_name: slug.replace('-', ' '),
    icon: `/icon/${slug}.svg`,
    subdomain: true,
    subdomain_name: `${slug}--${agentName}--dev--user`,
    sharing_level: 'owner',
    healthcheck: { url: 'http://localhost:13337/healthz', interval: 5, threshold: 6 },
    health: 'healthy',
    hidden: false,
    open_in: 'slim-window',
    statuses: [],
  };
}

/** The values that a build was made with. */
export function parameters(workspace: number, number: number): Json[] {
  return [
    { name: 'cpu', value: '4' },
    { name: 'memory', value: '16' },
    { name: 'region', value: `eu-${(workspace % 3) + 1}` },
    { name: 'dotfiles_uri', value: 'https://git.example.com/mira/dotfiles.git' },
    { name: 'ide', value: JSON.stringify(['code-server', 'jupyter']) },
    { name: 'build', value: String(number) },
  ];
}
