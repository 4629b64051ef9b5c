import type { AgentHealth, LogSource } from '../coder/model.ts';
import { agentApps, agentLogs, agentParent, agentScripts, latencies } from '../resolvers/agent.ts';
import { encodeNodeId, uuidArgument } from '../resolvers/ids.ts';
import { dropInvalidItems } from '../resolvers/invalid-items.ts';
import { AgentLogConnection } from './agent-log.ts';
import { AgentScriptRef } from './agent-script.ts';
import { builder } from './builder.ts';
import { AgentLifecycleState, AgentStatus, AgentSubsystem, DisplayApp, StartupScriptBehavior } from './enums.ts';
import { KeyValueRef, keyValues } from './key-value.ts';
import { logArguments, logComplexity } from './log-arguments.ts';
import { AgentLogSourceRef, AgentRef, AppRef, ResourceRef } from './refs.ts';

const AgentHealthRef = builder.objectRef<AgentHealth>('AgentHealth').implement({
  description: 'Whether an agent works as it should (REST: `health` of an agent).',
  fields: (t) => ({
    healthy: t.exposeBoolean('healthy', { description: 'REST: `healthy`.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Null when healthy (REST: `reason`).' }),
  }),
});

const RegionLatencyRef = builder
  .objectRef<{ region: string; latency_ms: number; preferred: boolean }>('RegionLatency')
  .implement({
    description: 'How far an agent is from a relay region (REST: an entry of `latency`).',
    fields: (t) => ({
      region: t.exposeString('region', { description: 'Name of the region (REST: the key).' }),
      latencyMs: t.exposeFloat('latency_ms', { description: 'Milliseconds (REST: `latency_ms`).' }),
      preferred: t.exposeBoolean('preferred', { description: 'Whether the agent uses it (REST: `preferred`).' }),
    }),
  });

AgentLogSourceRef.implement({
  description: 'Something that writes to the log of an agent (REST: `log_sources` of an agent).',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque; unique in the graph.',
      resolve: ({ id }: LogSource) => encodeNodeId('AgentLogSource', id),
    }),
    uuid: t.expose('id', { type: 'UUID', description: 'REST: `id`.' }),
    displayName: t.exposeString('display_name', { description: 'REST: `display_name`.' }),
    icon: t.exposeString('icon', { description: 'URL or path in Coder; may be empty (REST: `icon`).' }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'REST: `created_at`.' }),
  }),
});

builder.node(AgentRef, {
  description:
    'The process in a workspace that connects it to Coder (REST: `agents` of a resource, `GET /workspaceagents/{workspaceagent}`). Each build has agents of its own; they are gone once a newer build has succeeded.',
  id: { resolve: ({ agent }) => agent.id, description: 'Global id.' },
  fields: (t) => ({
    uuid: t.field({ type: 'UUID', description: 'REST: `id`.', resolve: ({ agent }) => agent.id }),
    name: t.string({ description: 'Unique in its workspace (REST: `name`).', resolve: ({ agent }) => agent.name }),
    status: t.field({ type: AgentStatus, description: 'REST: `status`.', resolve: ({ agent }) => agent.status }),
    lifecycleState: t.field({
      type: AgentLifecycleState,
      description: 'REST: `lifecycle_state`.',
      resolve: ({ agent }) => agent.lifecycle_state,
    }),
    health: t.field({ type: AgentHealthRef, description: 'REST: `health`.', resolve: ({ agent }) => agent.health }),
    architecture: t.string({ description: 'REST: `architecture`.', resolve: ({ agent }) => agent.architecture }),
    operatingSystem: t.string({
      description: 'REST: `operating_system`.',
      resolve: ({ agent }) => agent.operating_system,
    }),
    directory: t.string({
      nullable: true,
      description: 'Where sessions begin, as the template says; null when unset (REST: `directory`).',
      resolve: ({ agent }) => agent.directory,
    }),
    expandedDirectory: t.string({
      nullable: true,
      description: '`directory` as the agent resolves it; null before it connects (REST: `expanded_directory`).',
      resolve: ({ agent }) => agent.expanded_directory,
    }),
    instanceId: t.string({
      nullable: true,
      description: "The cloud's id of the instance; null when the agent signs in by token (REST: `instance_id`).",
      resolve: ({ agent }) => agent.instance_id,
    }),
    version: t.string({
      description: 'Empty before the first connection (REST: `version`).',
      resolve: ({ agent }) => agent.version,
    }),
    apiVersion: t.string({
      description: 'Empty before the first connection (REST: `api_version`).',
      resolve: ({ agent }) => agent.api_version,
    }),
    connectionTimeoutSeconds: t.int({
      description: 'Seconds; 0 means no timeout (REST: `connection_timeout_seconds`).',
      resolve: ({ agent }) => agent.connection_timeout_seconds,
    }),
    troubleshootingUrl: t.string({
      nullable: true,
      description: 'REST: `troubleshooting_url`.',
      resolve: ({ agent }) => agent.troubleshooting_url,
    }),
    environmentVariables: t.field({
      type: [KeyValueRef],
      description: 'REST: `environment_variables`.',
      resolve: ({ agent }) => keyValues(agent.environment_variables),
    }),
    subsystems: t.field({
      type: [AgentSubsystem],
      description: 'REST: `subsystems`.',
      resolve: ({ agent }, _, context, info) => [...dropInvalidItems(agent.subsystems, context, info)],
    }),
    displayApps: t.field({
      type: [DisplayApp],
      description: 'REST: `display_apps`.',
      resolve: ({ agent }, _, context, info) => [...dropInvalidItems(agent.display_apps, context, info)],
    }),
    latency: t.field({
      type: [RegionLatencyRef],
      description: 'Empty unless the Coder replica that answered knows the agent (REST: `latency`).',
      resolve: latencies,
    }),
    logsLength: t.int({
      description: 'Bytes of log (REST: `logs_length`).',
      resolve: ({ agent }) => agent.logs_length,
    }),
    logsOverflowed: t.boolean({
      description: 'Whether the log reached 1 MiB and was cut (REST: `logs_overflowed`).',
      resolve: ({ agent }) => agent.logs_overflowed,
    }),
    startupScriptBehavior: t.field({
      type: StartupScriptBehavior,
      nullable: true,
      deprecationReason: 'Coder deprecates it. Use `scripts { startBlocksLogin }`.',
      description: 'REST: `startup_script_behavior`.',
      resolve: ({ agent }) => agent.startup_script_behavior,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'REST: `created_at`.',
      resolve: ({ agent }) => agent.created_at,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'REST: `updated_at`.',
      resolve: ({ agent }) => agent.updated_at,
    }),
    firstConnectedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Null before (REST: `first_connected_at`).',
      resolve: ({ agent }) => agent.first_connected_at,
    }),
    lastConnectedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Null before the first connection (REST: `last_connected_at`).',
      resolve: ({ agent }) => agent.last_connected_at,
    }),
    disconnectedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Equals `lastConnectedAt` when the agent merely went silent (REST: `disconnected_at`).',
      resolve: ({ agent }) => agent.disconnected_at,
    }),
    startedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the startup scripts began (REST: `started_at`).',
      resolve: ({ agent }) => agent.started_at,
    }),
    readyAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the startup scripts ended, however (REST: `ready_at`).',
      resolve: ({ agent }) => agent.ready_at,
    }),
    apps: t.field({
      type: [AppRef],
      description: 'REST: `apps`.',
      resolve: (node, _, context, info) => agentApps(node, context, info),
    }),
    scripts: t.field({
      type: [AgentScriptRef],
      description: 'REST: `scripts`.',
      resolve: (node, _, context, info) => agentScripts(node, context, info),
    }),
    logSources: t.field({
      type: [AgentLogSourceRef],
      description: 'REST: `log_sources`.',
      resolve: ({ agent }, _, context, info) => [...dropInvalidItems(agent.log_sources, context, info)],
    }),
    parent: t.field({
      type: AgentRef,
      nullable: true,
      description: 'The agent that runs this one in a dev container; null for most agents (REST: `parent_id`).',
      resolve: agentParent,
    }),
    resource: t.field({
      type: ResourceRef,
      nullable: true,
      description:
        'The resource that it runs on; null for an agent that was reached by its own id, since Coder does not say which build it belongs to.',
      resolve: ({ resource }) => resource,
    }),
    logs: t.field({
      type: AgentLogConnection,
      nullable: true,
      description:
        'What its scripts wrote, oldest first (REST: `GET /workspaceagents/{workspaceagent}/logs`; one upstream call). Null when the agent is gone.',
      args: logArguments(t),
      complexity: logComplexity,
      resolve: (node, args, context, info) => agentLogs(node, args, context, info),
    }),
  }),
});

builder.queryField('agent', (t) =>
  t.field({
    type: AgentRef,
    nullable: true,
    description: 'An agent by its id (REST: `GET /workspaceagents/{workspaceagent}`); null when gone or hidden.',
    args: { id: t.arg.id({ required: true, description: 'Global id or UUID.' }) },
    resolve: (_, { id }, { loaders }) => loaders.agents.byId(uuidArgument('Agent', 'id', String(id))),
  }),
);
