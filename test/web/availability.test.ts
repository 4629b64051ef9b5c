import { describe, expect, it } from 'vitest';
import { type Action, type ActionTarget, isRestart, whyNot } from '../../examples/web/src/actions/availability.ts';

const ALL = { start: true, stop: true, delete: true, cancelBuild: true };
const NOTHING = { start: false, stop: false, delete: false, cancelBuild: false };

function target(status: string, rest: Partial<ActionTarget> = {}): ActionTarget {
  const transition = status.startsWith('STOP') ? 'STOP' : 'START';
  return {
    viewerCan: ALL,
    template: { allowUserCancelWorkspaceJobs: true },
    latestBuild: { status, transition },
    ...rest,
  };
}

/** What can be done to a workspace. */
function possible(workspace: ActionTarget): Action[] {
  return (['start', 'stop', 'cancel', 'delete'] as const).filter((action) => whyNot(action, workspace) === null);
}

it.each([
  ['RUNNING', ['start', 'stop', 'delete']],
  ['STOPPED', ['start', 'delete']],
  ['FAILED', ['start', 'stop', 'delete']],
  ['CANCELED', ['start', 'stop', 'delete']],
  ['PENDING', ['cancel']],
  ['STARTING', ['cancel']],
  ['STOPPING', ['cancel']],
  ['DELETING', ['cancel']],
  ['CANCELING', []],
  ['DELETED', []],
])('of a workspace that is %s', (status, actions) => {
  expect(possible(target(status))).toEqual(actions);
});

describe('why not', () => {
  it('the right comes before the state', () => {
    expect(whyNot('stop', target('STOPPED', { viewerCan: NOTHING }))).toBe(
      'You do not have the right to stop this workspace.',
    );
  });

  it('a template may keep users from canceling', () => {
    const locked = target('STARTING', { viewerCan: NOTHING, template: { allowUserCancelWorkspaceJobs: false } });
    expect(whyNot('cancel', locked)).toBe('Its template lets only owners of the deployment cancel builds.');
  });

  it('what Coder does not say is left to Coder', () => {
    expect(possible(target('RUNNING', { viewerCan: null }))).toEqual(['start', 'stop', 'delete']);
  });
});

it('a start of what runs is a restart', () => {
  expect(isRestart(target('RUNNING'))).toBe(true);
  expect(isRestart(target('STOPPED'))).toBe(false);
});
