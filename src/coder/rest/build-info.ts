import { object, optional, required, text } from '../response/check.ts';

/** Only what the gateway reads: Coder sends more about itself. */
export const buildInfo = object(
  {
    version: required(text),
    external_url: optional(text),
    dashboard_url: optional(text),
  },
  [
    'agent_api_version',
    'deployment_id',
    'provisioner_api_version',
    'telemetry',
    'upgrade_message',
    'webpush_public_key',
    'workspace_proxy',
  ],
);
