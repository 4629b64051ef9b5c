import type { WorkspaceBuildParameter } from './build.ts';
import type { Uuid } from './scalars.ts';

/** The bodies that the gateway sends. They are its own, so that no check reads them. */

export interface CreateWorkspaceBuildRequest {
  transition: string;
  template_version_id?: Uuid;
  template_version_preset_id?: Uuid;
  rich_parameter_values?: WorkspaceBuildParameter[];
  reason?: string;
  log_level?: string;
  orphan?: boolean;
  dry_run?: boolean;
  /** Base64. */
  state?: string;
}

export interface UpdateWorkspaceBuildStateRequest {
  /** Base64. */
  state: string;
}
