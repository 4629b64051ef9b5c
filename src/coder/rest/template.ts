import {
  flag,
  lenient,
  list,
  object,
  optional,
  required,
  text,
  textOrUnset,
  time,
  uuid,
  type Wire,
} from '../response/check.ts';
import { job } from './job.ts';

/** Only what the gateway reads: Coder sends more of a template. */
export const template = object(
  {
    id: required(uuid),
    name: required(text),
    display_name: lenient(textOrUnset),
    icon: lenient(textOrUnset),
    active_version_id: lenient(uuid),
    description: lenient(textOrUnset),
    deprecated: lenient(flag),
    allow_user_cancel_workspace_jobs: lenient(flag),
    require_active_version: lenient(flag),
    use_classic_parameter_flow: lenient(flag),
  },
  [
    'created_at',
    'updated_at',
    'organization_id',
    'organization_name',
    'organization_display_name',
    'organization_icon',
    'provisioner',
    'active_user_count',
    'build_time_stats',
    'deprecation_message',
    'deleted',
    'default_ttl_ms',
    'activity_bump_ms',
    'time_til_autostop_notify_ms',
    'autostop_requirement',
    'autostart_requirement',
    'created_by_id',
    'created_by_name',
    'allow_user_autostart',
    'allow_user_autostop',
    'failure_ttl_ms',
    'time_til_dormant_ms',
    'time_til_dormant_autodelete_ms',
    'max_port_share_level',
    'cors_behavior',
    'disable_module_cache',
  ],
);
export type Template = Wire<typeof template>;

export const versionAuthor = object({
  id: required(uuid),
  username: required(text),
  name: optional(textOrUnset),
  avatar_url: optional(textOrUnset),
});

export const templateVersion = object(
  {
    id: required(uuid),
    template_id: optional(uuid),
    created_at: lenient(time),
    name: required(text),
    message: lenient(textOrUnset),
    job: lenient(job),
    readme: lenient(textOrUnset),
    created_by: lenient(versionAuthor),
    archived: lenient(flag),
  },
  ['organization_id', 'updated_at', 'warnings', 'matched_provisioners', 'has_external_agent'],
);
/** Oldest first, without archived ones. */
export const templateVersions = list(templateVersion);
export type TemplateVersion = Wire<typeof templateVersion>;
