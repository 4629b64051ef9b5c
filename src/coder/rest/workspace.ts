import {
  flag,
  int32,
  integer,
  lenient,
  list,
  nullable,
  object,
  omittable,
  optional,
  required,
  text,
  textOrUnset,
  time,
  uuid,
  type Wire,
} from '../response/check.ts';
import { appStatus } from './agent.ts';
import type { ApiError } from './api-error.ts';
import { build } from './build.ts';

export const share = object({
  id: required(uuid),
  actor_type: required(text),
  name: required(text),
  avatar_url: optional(textOrUnset),
  roles: required(list(text)),
});
export type SharedWorkspaceActor = Wire<typeof share>;

/** Coder sends them in another order each time. */
function byName(a: unknown, b: unknown): number {
  const [left, right] = [a, b].map((item) => {
    const { name, actor_type: type, id } = (item ?? {}) as Record<string, unknown>;
    return [name, type, id].join('\n');
  }) as [string, string];
  return left < right ? -1 : Number(left > right);
}

export const workspaceHealth = object({ healthy: required(flag), failing_agents: required(list(uuid)) });
export type WorkspaceHealth = Wire<typeof workspaceHealth>;

export const workspace = object({
  id: required(uuid),
  created_at: lenient(time),
  updated_at: lenient(time),
  owner_id: required(uuid),
  owner_name: required(text),
  owner_avatar_url: lenient(textOrUnset),
  organization_id: lenient(uuid),
  organization_name: lenient(textOrUnset),
  template_id: lenient(uuid),
  template_name: required(text),
  template_display_name: lenient(textOrUnset),
  template_icon: lenient(textOrUnset),
  template_allow_user_cancel_workspace_jobs: lenient(flag),
  template_active_version_id: lenient(uuid),
  template_require_active_version: lenient(flag),
  template_use_classic_parameter_flow: lenient(flag),
  latest_build: lenient(build),
  latest_app_status: nullable(appStatus),
  outdated: lenient(flag),
  name: required(text),
  autostart_schedule: optional(textOrUnset),
  ttl_ms: optional(integer),
  /** The zero time when never used. */
  last_used_at: lenient(time),
  deleting_at: nullable(time),
  dormant_at: nullable(time),
  health: lenient(workspaceHealth),
  automatic_updates: lenient(textOrUnset),
  allow_renames: lenient(flag),
  favorite: lenient(flag),
  next_start_at: nullable(time),
  is_prebuild: lenient(flag),
  task_id: nullable(uuid),
  shared_with: omittable(list(share, { order: byName })),
});
export type Workspace = Wire<typeof workspace>;

export const workspaces = object({
  workspaces: required(list(workspace)),
  /** All matches, on every page, before rows that the caller cannot read are dropped. */
  count: required(int32),
});

/** One message of `/workspaces/{workspace}/watch-ws`. The feeds look only at its type. */
export type WatchEvent =
  | { type: 'ping'; data: null }
  | { type: 'data'; data: Workspace }
  | { type: 'error'; data: ApiError };
