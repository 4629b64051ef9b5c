import { findById } from '../coder/response/find-by-id.ts';
import { appStatus, logSource, agent as ofAgent, app as ofApp, script as ofScript } from '../coder/rest/agent.ts';
import { build as ofBuild, resource as ofResource } from '../coder/rest/build.ts';
import { job as ofJob } from '../coder/rest/job.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { templateVersion as ofVersion } from '../coder/rest/template.ts';
import { badInput } from '../errors.ts';
import type { AppStatusNode, LogSourceNode } from '../loaders/agents.ts';
import type { Loaders } from '../loaders/loaders.ts';
import { type AppNode, type JobNode, type ResourceNode, type ScriptNode, UserNode } from '../loaders/nodes.ts';
import { OrganizationNode } from '../loaders/organizations.ts';
import type { RequestContext } from './context.ts';
import { compositeParts, decodeNodeId, importParts, type NodeType } from './ids.ts';
import { workspaceWithId } from './readable-workspace.ts';
import { templateById, versionById } from './template.ts';

const MAX_IDS = 100;

/** An object with a global id; the interface `Node` tells the objects apart by their `__typename`. */
interface FoundNode<Type extends NodeType = NodeType> {
  readonly __typename: Type;
}

/** Finds the object of a global id; null when it does not exist or Coder hides it. */
export async function findNode(globalId: string, context: RequestContext): Promise<FoundNode | null> {
  return find(decodeNodeId(globalId), context);
}

/** Finds the objects of global ids, in their order; one bad id refuses all, a missing object is null. */
export async function findNodes(
  globalIds: readonly string[],
  context: RequestContext,
): Promise<(FoundNode | null | Error)[]> {
  if (globalIds.length > MAX_IDS) throw badInput('ids', `at most ${MAX_IDS} ids`, globalIds.length);
  const ids = globalIds.map((globalId) => decodeNodeId(globalId, 'ids'));
  return Promise.all(ids.map((id) => find(id, context).catch((error: Error) => error)));
}

async function find(
  { typename, id }: ReturnType<typeof decodeNodeId>,
  context: RequestContext,
): Promise<FoundNode | null> {
  return finders[typename](id, context);
}

const finders: {
  [Type in NodeType]: (id: string, context: RequestContext) => Promise<FoundNode<Type> | null>;
} = {
  Workspace: (id, { loaders }) => workspaceWithId(id, loaders),
  Build: (id, { loaders }) => loaders.builds.byId(id),
  Job: findJob,
  Resource: findResource,
  Agent: async (id, { loaders }) => {
    const agent = await loaders.agents.byId(id);
    // A copy: the loader keeps its own.
    return agent && { __typename: 'Agent', ...agent };
  },
  App: findApp,
  AppStatus: findAppStatus,
  AgentScript: findScript,
  AgentLogSource: findLogSource,
  Organization: async (id, { loaders }) => {
    const organization = await loaders.organizations.load(id);
    return organization && OrganizationNode.of(organization);
  },
  Template: templateById,
  TemplateVersion: versionById,
  User: async (id, { loaders }) => {
    const user = await loaders.users.load(id);
    return user && UserNode.of(loaders, user);
  },
};

async function findJob(held: string, { loaders }: RequestContext): Promise<(JobNode & FoundNode<'Job'>) | null> {
  const imported = importParts(held);
  if (imported) return findImport(imported, loaders);
  const [buildId, id] = compositeParts(held);
  const build = await loaders.builds.byId(buildId);
  if (!build) return null;
  const { job } = build.job;
  return ofJob.read(job, 'id') === id ? { __typename: 'Job', job, build } : null;
}

async function findImport(
  [versionId, id]: [version: Uuid, job: Uuid],
  loaders: Loaders,
): Promise<(JobNode & FoundNode<'Job'>) | null> {
  const version = await loaders.templateVersions.load(versionId);
  const job = version && ofVersion.read(version, 'job');
  if (!job || ofJob.read(job, 'id') !== id) return null;
  return { __typename: 'Job', job, build: undefined, version };
}

async function findResource(
  held: string,
  { loaders }: RequestContext,
): Promise<(ResourceNode & FoundNode<'Resource'>) | null> {
  const [buildId, id] = compositeParts(held);
  const build = await loaders.builds.byId(buildId);
  const resource = build && findById(ofBuild.read(build.data, 'resources'), ofResource, id, 'resources');
  return build && resource ? { __typename: 'Resource', resource, build } : null;
}

async function findApp(held: string, { loaders }: RequestContext): Promise<(AppNode & FoundNode<'App'>) | null> {
  const [agentId, id] = compositeParts(held);
  const agent = await loaders.agents.byId(agentId);
  const app = agent && findById(ofAgent.read(agent.agent, 'apps'), ofApp, id, 'apps');
  return agent && app ? { __typename: 'App', app, agent } : null;
}

async function findAppStatus(
  held: string,
  { loaders }: RequestContext,
): Promise<(AppStatusNode & FoundNode<'AppStatus'>) | null> {
  const [agentId = '', appId = '', id = ''] = held.split('/');
  const agent = await loaders.agents.byId(agentId);
  const app = agent && findById(ofAgent.read(agent.agent, 'apps'), ofApp, appId, 'apps');
  const status = app && findById(ofApp.read(app, 'statuses'), appStatus, id, 'statuses');
  return status ? { __typename: 'AppStatus', status } : null;
}

async function findScript(
  held: string,
  { loaders }: RequestContext,
): Promise<(ScriptNode & FoundNode<'AgentScript'>) | null> {
  const [agentId, id] = compositeParts(held);
  const agent = await loaders.agents.byId(agentId);
  const script = agent && findById(ofAgent.read(agent.agent, 'scripts'), ofScript, id, 'scripts');
  return agent && script ? { __typename: 'AgentScript', script, agent } : null;
}

async function findLogSource(
  held: string,
  { loaders }: RequestContext,
): Promise<(LogSourceNode & FoundNode<'AgentLogSource'>) | null> {
  const [agentId, id] = compositeParts(held);
  const agent = await loaders.agents.byId(agentId);
  const source = agent && findById(ofAgent.read(agent.agent, 'log_sources'), logSource, id, 'log_sources');
  return agent && source ? { __typename: 'AgentLogSource', source, agent } : null;
}
