import { agent, appStatus } from './agent-shapes.ts';
import {
  type Check,
  flag,
  int32,
  integer,
  key,
  list,
  logId,
  map,
  object,
  optional,
  required,
  text,
  textOrUnset,
  time,
  uuid,
} from './check.ts';

// The shapes of `types.ts`, for `check.ts`. Key fields are those without which the graph cannot place the object.

const resource = object({
  id: key(uuid),
  created_at: required(time),
  job_id: key(uuid),
  workspace_transition: required(text),
  type: required(text),
  name: required(text),
  hide: required(flag),
  icon: required(text),
  agents: required(list(agent)),
  metadata: required(list(object({ key: key(text), value: optional(text), sensitive: key(flag) }))),
  daily_cost: required(int32),
});

const jobMetadata = object({
  template_version_name: optional(textOrUnset),
  template_id: optional(uuid),
  template_name: optional(textOrUnset),
  template_display_name: optional(textOrUnset),
  template_icon: optional(textOrUnset),
  workspace_id: optional(uuid),
  workspace_name: optional(textOrUnset),
  workspace_build_transition: optional(textOrUnset),
});

const job = object({
  id: key(uuid),
  created_at: required(time),
  started_at: optional(time),
  completed_at: optional(time),
  canceled_at: optional(time),
  error: optional(textOrUnset),
  error_code: optional(textOrUnset),
  status: required(text),
  worker_id: optional(uuid),
  worker_name: optional(textOrUnset),
  file_id: optional(uuid),
  tags: required(map(text)),
  queue_position: required(int32),
  queue_size: required(int32),
  organization_id: required(uuid),
  initiator_id: optional(uuid),
  input: required(
    object({ template_version_id: optional(uuid), workspace_build_id: optional(uuid), error: optional(textOrUnset) }),
  ),
  type: required(text),
  available_workers: required(list(uuid)),
  metadata: optional(jobMetadata),
  logs_overflowed: required(flag),
});

const matchedProvisioners = object({
  count: required(int32),
  available: required(int32),
  most_recently_seen: optional(time),
});

export const build = object({
  id: key(uuid),
  created_at: required(time),
  updated_at: required(time),
  workspace_id: key(uuid),
  workspace_name: key(text),
  workspace_owner_id: key(uuid),
  workspace_owner_name: key(text),
  workspace_owner_avatar_url: optional(textOrUnset),
  template_version_id: key(uuid),
  template_version_name: required(text),
  build_number: key(int32),
  transition: required(text),
  initiator_id: key(uuid),
  initiator_name: optional(textOrUnset),
  job: key(job),
  reason: required(text),
  resources: required(list(resource)),
  deadline: optional(time),
  max_deadline: optional(time),
  status: required(text),
  daily_cost: required(int32),
  matched_provisioners: optional(matchedProvisioners),
  template_version_preset_id: optional(uuid),
  has_ai_task: optional(flag),
  has_external_agent: optional(flag),
});

const share = object({
  id: key(uuid),
  actor_type: required(text),
  name: required(text),
  avatar_url: optional(textOrUnset),
  roles: required(list(text)),
});

export const workspace = object({
  id: key(uuid),
  created_at: optional(time),
  updated_at: optional(time),
  owner_id: key(uuid),
  owner_name: key(text),
  owner_avatar_url: optional(textOrUnset),
  organization_id: optional(uuid),
  organization_name: optional(textOrUnset),
  template_id: optional(uuid),
  template_name: optional(text),
  template_display_name: optional(textOrUnset),
  template_icon: optional(textOrUnset),
  template_allow_user_cancel_workspace_jobs: optional(flag),
  template_active_version_id: optional(uuid),
  template_require_active_version: optional(flag),
  template_use_classic_parameter_flow: optional(flag),
  latest_build: optional(build),
  latest_app_status: optional(appStatus),
  outdated: optional(flag),
  name: key(text),
  autostart_schedule: optional(textOrUnset),
  ttl_ms: optional(integer),
  last_used_at: optional(time),
  deleting_at: optional(time),
  dormant_at: optional(time),
  health: optional(object({ healthy: required(flag), failing_agents: required(list(uuid)) })),
  automatic_updates: optional(textOrUnset),
  allow_renames: optional(flag),
  favorite: optional(flag),
  next_start_at: optional(time),
  is_prebuild: optional(flag),
  task_id: optional(uuid),
  shared_with: optional(list(share)),
});

export const builds = list(build);
export const workspaces = object({ workspaces: key(list(workspace)), count: required(int32) });

export const parameters = list(object({ name: key(text), value: key(text) }));

export const buildLog = object({
  id: key(logId),
  created_at: key(time),
  log_source: key(text),
  log_level: key(text),
  stage: key(text),
  output: key(text),
});
export const buildLogs = list(buildLog);

const agentTiming = {
  started_at: key(time),
  ended_at: key(time),
  stage: key(text),
  workspace_agent_id: key(uuid),
  workspace_agent_name: key(text),
};

export const timings = object({
  provisioner_timings: required(
    list(
      object({
        job_id: key(uuid),
        started_at: key(time),
        ended_at: key(time),
        stage: key(text),
        source: key(text),
        action: key(text),
        resource: key(text),
      }),
    ),
  ),
  agent_script_timings: required(
    list(object({ ...agentTiming, exit_code: key(int32), status: key(text), display_name: key(text) })),
  ),
  agent_connection_timings: required(list(object(agentTiming))),
});

export const user = object({
  id: key(uuid),
  username: required(text),
  name: optional(textOrUnset),
  avatar_url: optional(textOrUnset),
  email: optional(textOrUnset),
});

export const buildInfo = object({ version: key(text), external_url: optional(text), dashboard_url: optional(text) });

/** Anything: the endpoint's answer is not read. */
export const ignored: Check = (value) => value;

export const message = object({ message: required(text) });
