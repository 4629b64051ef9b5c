import type { Build, WorkspacePage } from '../../coder/model.ts';
import { itemsOf, listOf } from '../../coder/response/check.ts';
import { agent as ofAgent } from '../../coder/rest/agent.ts';
import { build as ofBuild, resource as ofResource } from '../../coder/rest/build.ts';
import { job as ofJob } from '../../coder/rest/job.ts';
import { workspaces as ofPage, workspace as ofWorkspace } from '../../coder/rest/workspace.ts';

/** What a page says about when it may change. */
export interface PageContents {
  workspaces: ReadonlySet<string>;
  /** The latest one of each workspace. */
  builds: ReadonlySet<string>;
  /** Whether a build runs, or an agent is about to connect, start or shut down. */
  isUnderWay: boolean;
}

const NONE = listOf<never>([]);
const ACTIVE_JOBS: ReadonlySet<string | undefined> = new Set(['pending', 'running', 'canceling']);
const PASSING_STATES: ReadonlySet<string | undefined> = new Set(['starting', 'shutting_down']);

/** Of rows that cannot be read nothing is known. */
export function contentsOf(page: WorkspacePage): PageContents {
  const workspaces = new Set<string>();
  const builds = new Set<string>();
  let isUnderWay = false;
  for (const row of itemsOf(ofPage.read(page, 'workspaces'))) {
    const workspace = ofWorkspace.peekObject(row);
    const latest = workspace && ofWorkspace.peek(workspace, 'latest_build');
    const id = workspace && ofWorkspace.peek(workspace, 'id');
    const buildId = latest && ofBuild.peek(latest, 'id');
    if (id) workspaces.add(id);
    if (buildId) builds.add(buildId);
    isUnderWay ||= !!latest && (isRunning(latest) || hasPassingAgent(latest));
  }
  return { workspaces, builds, isUnderWay };
}

function isRunning(build: Build): boolean {
  const job = ofBuild.peek(build, 'job');
  return job !== undefined && ACTIVE_JOBS.has(ofJob.peek(job, 'status'));
}

function hasPassingAgent(build: Build): boolean {
  return itemsOf(ofBuild.peek(build, 'resources') ?? NONE).some((raw) => {
    const resource = ofResource.peekObject(raw);
    return itemsOf((resource && ofResource.peek(resource, 'agents')) ?? NONE).some((item) => {
      const agent = ofAgent.peekObject(item);
      if (!agent) return false;
      return (
        ofAgent.peek(agent, 'status') === 'connecting' || PASSING_STATES.has(ofAgent.peek(agent, 'lifecycle_state'))
      );
    });
  });
}
