import {
  flag,
  int32,
  lenient,
  list,
  map,
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

/** All strings empty and the template's UUID zero when the job is nested in a build. */
export const jobMetadata = object({
  template_version_name: lenient(textOrUnset),
  template_id: lenient(uuid),
  template_name: lenient(textOrUnset),
  template_display_name: lenient(textOrUnset),
  template_icon: lenient(textOrUnset),
  workspace_id: optional(uuid),
  workspace_name: optional(textOrUnset),
  workspace_build_transition: optional(textOrUnset),
});
export type ProvisionerJobMetadata = Wire<typeof jobMetadata>;

export const jobInput = object({
  template_version_id: optional(uuid),
  workspace_build_id: optional(uuid),
  error: optional(textOrUnset),
});
export type ProvisionerJobInput = Wire<typeof jobInput>;

export const job = object({
  id: required(uuid),
  created_at: required(time),
  started_at: optional(time),
  completed_at: optional(time),
  canceled_at: optional(time),
  error: optional(textOrUnset),
  error_code: optional(textOrUnset),
  status: required(text),
  worker_id: optional(uuid),
  worker_name: optional(textOrUnset),
  file_id: lenient(uuid),
  tags: required(map(text)),
  queue_position: required(int32),
  queue_size: required(int32),
  organization_id: required(uuid),
  initiator_id: lenient(uuid),
  input: required(jobInput),
  type: required(text),
  available_workers: omittable(list(uuid)),
  metadata: lenient(jobMetadata),
  logs_overflowed: required(flag),
});
export type ProvisionerJob = Wire<typeof job>;
