import type { Build } from '../../coder/model.ts';
import { type Fields, ObjectCheck, type RestObject } from '../../coder/response/check.ts';
import * as agent from '../../coder/rest/agent.ts';
import * as build from '../../coder/rest/build.ts';
import { job } from '../../coder/rest/job.ts';
import { template, templateVersion } from '../../coder/rest/template.ts';
import { workspace } from '../../coder/rest/workspace.ts';
import type {
  AgentNode,
  AppNode,
  BuildNode,
  JobNode,
  ResourceNode,
  ScriptNode,
  WorkspaceNode,
} from '../../loaders/nodes.ts';
import type { TemplateNode, TemplateVersionNode } from '../../loaders/template-nodes.ts';
import { fullBuild, fullJob } from '../../resolvers/build.ts';
import { otherView, ownView, RestFields } from './rest-fields.ts';

const NO_BUILD = Object.freeze({}) as unknown as Build;

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
/** A job with nothing blank: that of a build that was just created is read again. */
export const ofFullJob = new RestFields(
  otherView('full', job, false, fullJob, ({ build }: JobNode) => build?.isComplete !== false),
);
/** The build of a job, with nothing blank; an import has none, and makes nothing. */
export const ofFullBuildOfJob = new RestFields(
  otherView(
    'full build',
    build.build,
    false,
    (node: JobNode) => (node.build ? fullBuild(node.build) : NO_BUILD),
    (node) => node.build?.isComplete !== false,
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

/** What only the template's own JSON has; null when the template is out of reach. */
export const ofTemplateDetail = new RestFields(
  otherView(
    'detail',
    template,
    true,
    (node: TemplateNode) => node.detail(),
    ({ isRead }) => isRead,
  ),
);

/** What only the version's own JSON has; null when the version is out of reach. */
export const ofVersionDetail = new RestFields(
  otherView(
    'detail',
    templateVersion,
    true,
    (node: TemplateVersionNode) => node.detail(),
    ({ isRead }) => isRead,
  ),
);

/** The JSON that names a version: its own, or that of a build, which has the name under another key. */
export const ofVersionName = new RestFields(
  otherView<Fields, TemplateVersionNode, false>(
    'name',
    new ObjectCheck({}),
    false,
    (node) => node.named() as RestObject | Promise<RestObject>,
    ({ nameIsAtHand }) => nameIsAtHand,
  ),
);
