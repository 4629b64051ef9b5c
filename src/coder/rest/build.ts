import {
  flag,
  int32,
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
import { agent } from './agent.ts';
import { job } from './job.ts';

export const resourceMetadata = object({
  key: required(text),
  /** In clear, even when sensitive. */
  value: lenient(text),
  sensitive: required(flag),
});
export type WorkspaceResourceMetadata = Wire<typeof resourceMetadata>;

export const resource = object({
  id: required(uuid),
  created_at: required(time),
  job_id: required(uuid),
  workspace_transition: required(text),
  type: required(text),
  name: required(text),
  hide: required(flag),
  icon: required(text),
  agents: omittable(list(agent)),
  metadata: omittable(list(resourceMetadata)),
  daily_cost: required(int32),
});
export type WorkspaceResource = Wire<typeof resource>;

export const matchedProvisioners = object({
  count: required(int32),
  available: required(int32),
  most_recently_seen: nullable(time),
});
export type MatchedProvisioners = Wire<typeof matchedProvisioners>;

export const build = object({
  id: required(uuid),
  created_at: required(time),
  updated_at: required(time),
  workspace_id: required(uuid),
  workspace_name: required(text),
  workspace_owner_id: required(uuid),
  workspace_owner_name: required(text),
  workspace_owner_avatar_url: optional(textOrUnset),
  template_version_id: required(uuid),
  /** Empty only in the answer to a creation. */
  template_version_name: required(text),
  build_number: required(int32),
  transition: required(text),
  initiator_id: required(uuid),
  initiator_name: lenient(textOrUnset),
  job: required(job),
  reason: required(text),
  resources: required(list(resource)),
  deadline: nullable(time),
  max_deadline: nullable(time),
  status: required(text),
  daily_cost: required(int32),
  /** Always blank in a read by id. */
  matched_provisioners: optional(matchedProvisioners),
  template_version_preset_id: nullable(uuid),
  has_ai_task: optional(flag),
  has_external_agent: optional(flag),
});
export type WorkspaceBuild = Wire<typeof build>;

export const builds = list(build);

export const parameter = object({ name: required(text), value: required(text) });
export type WorkspaceBuildParameter = Wire<typeof parameter>;

export const parameters = list(parameter);

export const cancellation = object({ message: required(text) });
