import type { WorkspaceAgent, WorkspaceAppStatus } from '../../src/coder/rest/agent.ts';
import type { WorkspaceBuild } from '../../src/coder/rest/build.ts';
import type { ProvisionerJob } from '../../src/coder/rest/job.ts';
import type { Workspace } from '../../src/coder/rest/workspace.ts';

/**
 * A workspace that has every key that Coder may send, each with a value of its own, so that no field can show the
 * value of another. What does not fit 32 bits is here as well.
 */

export type Full<T> = T extends readonly (infer Item)[]
  ? Full<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Full<NonNullable<T[Key]>> }
    : T;

/** The `index`th UUID of the fixture. */
export function uuid(index: number): string {
  return `c0de0000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

function time(index: number): string {
  return `2026-06-22T07:41:${String(index).padStart(2, '0')}.${String(100_001 + index)}Z`;
}

const agentId = uuid(30);
const parentId = uuid(31);
const buildId = uuid(10);
const jobId = uuid(20);
const resourceId = uuid(40);
const workspaceId = uuid(1);

const status = (index: number): Full<WorkspaceAppStatus> => ({
  id: uuid(100 + index),
  created_at: time(index),
  workspace_id: workspaceId,
  agent_id: agentId,
  app_id: uuid(50),
  state: 'working',
  message: `message ${index} <&> ü 👋`,
  uri: `https://example.com/status/${index}`,
  icon: `/icon/status-${index}.svg`,
  needs_user_attention: true,
});

export const fullAgent: Full<WorkspaceAgent> = {
  id: agentId,
  parent_id: parentId,
  created_at: time(1),
  updated_at: time(2),
  first_connected_at: time(3),
  last_connected_at: time(4),
  disconnected_at: time(5),
  started_at: time(6),
  ready_at: time(7),
  status: 'disconnected',
  lifecycle_state: 'shutdown_error',
  name: 'agent name',
  resource_id: resourceId,
  instance_id: 'i-0123',
  architecture: 'riscv64',
  environment_variables: { A: '', GREETING: 'God morgen <&> 🌅' },
  operating_system: 'plan9',
  logs_length: 1_048_576,
  logs_overflowed: true,
  directory: '~/directory',
  expanded_directory: '/home/expanded',
  version: 'v2.34.0-devel+abc',
  api_version: '2.10',
  apps: [
    {
      id: uuid(50),
      url: 'http://localhost:13337/?a=b&c=d',
      external: true,
      slug: 'slug',
      display_name: 'App display name',
      command: 'htop --tree',
      icon: '/icon/app.svg',
      subdomain: true,
      subdomain_name: 'slug--workspace--owner',
      sharing_level: 'organization',
      healthcheck: { url: 'http://localhost/healthz', interval: 5, threshold: 6 },
      health: 'unhealthy',
      group: 'Group',
      hidden: true,
      open_in: 'slim-window',
      tooltip: 'Needs **something**.',
      statuses: [status(2), status(1)],
    },
  ],
  latency: {
    'Coder Embedded Relay': { preferred: true, latency_ms: 1.274 },
    Oslo: { preferred: false, latency_ms: 33 },
  },
  connection_timeout_seconds: 2_147_483_647,
  troubleshooting_url: 'https://example.com/troubleshooting',
  subsystems: ['envbox', 'exectrace'],
  health: { healthy: false, reason: 'agent has lost connection' },
  display_apps: ['vscode', 'vscode_insiders'],
  log_sources: [
    { workspace_agent_id: agentId, id: uuid(60), created_at: time(8), display_name: 'Source 0', icon: '/icon/s0.svg' },
    { workspace_agent_id: agentId, id: uuid(61), created_at: time(9), display_name: 'Source 1', icon: '/icon/s1.svg' },
  ],
  scripts: [
    {
      id: uuid(70),
      log_source_id: uuid(61),
      log_path: 'script.log',
      script: '#!/bin/sh\nsleep 1 &\n',
      cron: '0 3 * * *',
      run_on_start: true,
      run_on_stop: false,
      start_blocks_login: true,
      // An hour is more nanoseconds than fit 32 bits.
      timeout: 3_600_000_000_000,
      display_name: 'Script display name',
      exit_code: 127,
      status: 'pipes_left_open',
    },
  ],
  startup_script_behavior: 'non-blocking',
};

const job: Full<ProvisionerJob> = {
  id: jobId,
  created_at: time(10),
  started_at: time(11),
  completed_at: time(12),
  canceled_at: time(13),
  error: 'terraform apply: exit status 1',
  error_code: 'INSUFFICIENT_QUOTA',
  status: 'failed',
  worker_id: uuid(21),
  worker_name: 'worker name',
  file_id: uuid(22),
  tags: { owner: '', scope: 'organization', zone: 'å' },
  queue_position: 3,
  queue_size: 4,
  organization_id: uuid(23),
  initiator_id: uuid(24),
  input: { template_version_id: uuid(25), workspace_build_id: buildId, error: 'input error' },
  type: 'template_version_dry_run',
  available_workers: [uuid(26), uuid(27)],
  metadata: {
    template_version_name: 'metadata version',
    template_id: uuid(28),
    template_name: 'metadata-template',
    template_display_name: 'Metadata template',
    template_icon: '/icon/metadata.svg',
    workspace_id: uuid(29),
    workspace_name: 'metadata-workspace',
    workspace_build_transition: 'stop',
  },
  logs_overflowed: true,
};

export const fullBuild: Full<WorkspaceBuild> = {
  id: buildId,
  created_at: time(14),
  updated_at: time(15),
  workspace_id: workspaceId,
  workspace_name: 'full',
  workspace_owner_id: uuid(2),
  workspace_owner_name: 'owner-name',
  workspace_owner_avatar_url: 'https://example.com/owner.png',
  template_version_id: uuid(11),
  template_version_name: 'version name',
  build_number: 2_147_483_647,
  transition: 'delete',
  initiator_id: uuid(12),
  initiator_name: 'initiator-name',
  job,
  reason: 'ssh_connection',
  resources: [
    {
      id: resourceId,
      created_at: time(16),
      job_id: jobId,
      workspace_transition: 'start',
      type: 'docker_container',
      name: 'resource name',
      hide: true,
      icon: '/icon/resource.svg',
      agents: [
        fullAgent,
        { ...fullAgent, id: parentId, parent_id: null as never, apps: [], scripts: [], log_sources: [] },
      ],
      metadata: [
        { key: 'plain', value: 'plain value', sensitive: false },
        { key: 'secret', value: 'hunter2<&>', sensitive: true },
      ],
      daily_cost: 40,
    },
  ],
  deadline: time(17),
  max_deadline: time(18),
  status: 'canceling',
  daily_cost: 41,
  matched_provisioners: { count: 5, available: 6, most_recently_seen: time(19) },
  template_version_preset_id: uuid(13),
  has_ai_task: true,
  has_external_agent: true,
};

export const fullWorkspace: Full<Workspace> = {
  id: workspaceId,
  created_at: time(20),
  updated_at: time(21),
  owner_id: uuid(2),
  owner_name: 'owner-name',
  owner_avatar_url: 'https://example.com/owner.png',
  organization_id: uuid(3),
  organization_name: 'organization-name',
  template_id: uuid(4),
  template_name: 'template-name',
  template_display_name: 'Template display name',
  template_icon: '/icon/template.svg',
  template_allow_user_cancel_workspace_jobs: true,
  template_active_version_id: uuid(5),
  template_require_active_version: true,
  template_use_classic_parameter_flow: true,
  latest_build: fullBuild,
  latest_app_status: status(3),
  outdated: true,
  name: 'full',
  autostart_schedule: 'CRON_TZ=Europe/Oslo 30 7 * * 1-5',
  // Thirty days are more milliseconds than fit 32 bits.
  ttl_ms: 2_592_000_000,
  last_used_at: time(22),
  deleting_at: time(23),
  dormant_at: time(24),
  health: { healthy: true, failing_agents: [parentId, agentId] },
  automatic_updates: 'always',
  allow_renames: true,
  favorite: true,
  next_start_at: time(25),
  is_prebuild: true,
  task_id: uuid(6),
  shared_with: [
    {
      id: uuid(7),
      actor_type: 'group',
      name: 'platform',
      avatar_url: 'https://example.com/g.png',
      roles: ['admin', 'use'],
    },
  ],
};
