/** What a person may ask of a workspace. */
export type Action = 'start' | 'stop' | 'cancel' | 'delete';

/** What decides whether it can be done: the fields of `ActionsWorkspace`. */
export interface ActionTarget {
  viewerCan: { start: boolean; stop: boolean; delete: boolean; cancelBuild: boolean } | null;
  template: { allowUserCancelWorkspaceJobs: boolean | null } | null;
  /** In the words of `BuildStatus` and `Transition`. */
  latestBuild: { status: string; transition: string } | null;
}

const ACTIVE: ReadonlySet<string> = new Set(['PENDING', 'STARTING', 'STOPPING', 'CANCELING', 'DELETING']);

/** Whether a build of this status goes on. */
export function isActive(status: string): boolean {
  return ACTIVE.has(status);
}

/** Why it cannot be done now; null when it can, as far as is known before Coder is asked. */
export function whyNot(action: Action, target: ActionTarget): string | null {
  return withoutRight(action, target) ?? inThisState(action, target);
}

function withoutRight(action: Action, { viewerCan, template }: ActionTarget): string | null {
  // Coder did not say. It will when it is asked.
  if (viewerCan === null) return null;
  if (action === 'cancel') {
    if (viewerCan.cancelBuild) return null;
    return template?.allowUserCancelWorkspaceJobs === false
      ? 'Its template lets only owners of the deployment cancel builds.'
      : 'You do not have the right to cancel builds of this workspace.';
  }
  return viewerCan[action] ? null : `You do not have the right to ${action} this workspace.`;
}

function inThisState(action: Action, { latestBuild }: ActionTarget): string | null {
  if (latestBuild === null) return null;
  const { status, transition } = latestBuild;
  if (action === 'cancel') {
    if (status === 'CANCELING') return 'It is being canceled already.';
    return isActive(status) ? null : 'The newest build has ended.';
  }
  if (isActive(status)) return 'A build is under way. Wait for it, or cancel it.';
  if (status === 'DELETED') return 'The workspace is deleted.';
  if (action === 'stop' && status === 'STOPPED' && transition === 'STOP') return 'It is stopped.';
  return null;
}

/** Whether a start replaces what runs, which ends the sessions in it. */
export function isRestart({ latestBuild }: Pick<ActionTarget, 'latestBuild'>): boolean {
  return latestBuild?.status === 'RUNNING';
}
