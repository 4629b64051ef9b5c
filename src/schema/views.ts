import * as agent from '../coder/rest/agent.ts';
import * as build from '../coder/rest/build.ts';
import { job } from '../coder/rest/job.ts';
import { workspace } from '../coder/rest/workspace.ts';
import type {
  AgentNode,
  AppNode,
  BuildNode,
  JobNode,
  ResourceNode,
  ScriptNode,
  WorkspaceNode,
} from '../loaders/nodes.ts';
import { fullBuild } from '../resolvers/build.ts';
import { otherView, ownView, RestFields } from './rest-fields.ts';

// The JSON behind the types of the graph's spine, each as its fields read it.

/** A build as it came. */
export const ofBuild = new RestFields(ownView(build.build, (node: BuildNode) => node.data));
/** The job that comes with a build. */
export const ofJobOfBuild = ofBuild.within('job');
/** A build with nothing blank: one that was just created is read again. */
export const ofFullBuild = new RestFields(
  otherView('full', build.build, false, fullBuild, ({ isComplete }) => isComplete),
);
/** A build with its provisioners: a pending one that was read by its id is read again. */
export const ofBuildWithProvisioners = new RestFields(
  otherView(
    'provisioners',
    build.build,
    true,
    (node: BuildNode) => node.withProvisioners(),
    () => false,
  ),
);

export const ofJob = new RestFields(ownView(job, (node: JobNode) => node.job));
/** The build of a job, with nothing blank. */
export const ofFullBuildOfJob = new RestFields(
  otherView(
    'full',
    build.build,
    false,
    (node: JobNode) => fullBuild(node.build),
    ({ build }) => build.isComplete,
  ),
);

export const ofResource = new RestFields(ownView(build.resource, (node: ResourceNode) => node.resource));
export const ofAgent = new RestFields(ownView(agent.agent, (node: AgentNode) => node.agent));
export const ofScript = new RestFields(ownView(agent.script, (node: ScriptNode) => node.script));
export const ofApp = new RestFields(ownView(agent.app, (node: AppNode) => node.app));

/** What only the workspace's own JSON has; null when the workspace is out of reach. */
export const ofWorkspaceDetail = new RestFields(
  otherView(
    'detail',
    workspace,
    true,
    (node: WorkspaceNode) => node.detail(),
    ({ isRead }) => isRead,
  ),
);
