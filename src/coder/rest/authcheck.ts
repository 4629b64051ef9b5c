import { map, unchecked } from '../response/check.ts';

/** The type of what a permission is asked for, and which action. */
export interface PermissionCheck {
  /** What has this owner and organization, or the one object with this id. Absent: any object of the type. */
  object: {
    resource_type: 'workspace' | 'template' | 'deployment_config';
    owner_id?: string;
    organization_id?: string;
    resource_id?: string;
  };
  action: 'read' | 'update' | 'start' | 'stop' | 'delete';
}

/** What a call of `/authcheck` sends: checks under keys of the caller's choice. */
export interface PermissionChecks {
  checks: Record<string, PermissionCheck>;
}

/** Whether each check is passed, under its key. Each is read by itself, so that a wrong one costs no other. */
export const authcheck = map(unchecked());
