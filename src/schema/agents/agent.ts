import type { AgentHealth } from '../../coder/model.ts';
import * as rest from '../../coder/rest/agent.ts';
import type { LogSourceNode } from '../../loaders/agents.ts';
import type { AgentNode } from '../../loaders/nodes.ts';
import { agentLogs, agentMetadata, agentParent, latencies, type RegionLatency } from '../../resolvers/agent.ts';
import { compositeId, uuidArgument } from '../../resolvers/ids.ts';
import { builder } from '../foundation/builder.ts';
import { pageComplexity } from '../foundation/connection.ts';
import {
  AgentLifecycleState,
  AgentStatus,
  AgentSubsystem,
  DisplayApp,
  StartupScriptBehavior,
} from '../foundation/enums.ts';
import { KeyValueRef, keyValues } from '../foundation/key-value.ts';
import { logArguments } from '../foundation/log-arguments.ts';
import { AgentLogSourceRef, AgentRef, AppRef, BuildRef, ResourceRef } from '../foundation/refs.ts';
import { fromNode, ownView, RestFields } from '../foundation/rest-fields.ts';
import { ofAgent } from '../foundation/views.ts';
import { AgentLogConnection } from './agent-log.ts';
import { AgentMetadataRef } from './agent-metadata.ts';
import { AgentScriptRef } from './agent-script.ts';

const health = new RestFields(ownView(rest.agentHealth, (json: AgentHealth) => json));

const AgentHealthRef = builder.objectRef<AgentHealth>('AgentHealth').implement({
  description: 'Whether an agent works as it should (REST: `health` of an agent).',
  fields: (t) => ({
    healthy: t.field(health.value('healthy', { type: 'Boolean' })),
    reason: t.field(health.value('reason', { type: 'String', description: 'Null when healthy.' })),
  }),
});

const RegionLatencyRef = builder.objectRef<RegionLatency>('RegionLatency').implement({
  description: 'How far an agent is from a relay region (REST: an entry of `latency`).',
  fields: (t) => ({
    region: t.exposeString('region', { description: 'Name of the region (REST: the key).' }),
    latencyMs: t.exposeFloat('latency_ms', { description: 'Milliseconds (REST: `latency_ms`).' }),
    preferred: t.exposeBoolean('preferred', { description: 'Whether the agent uses it (REST: `preferred`).' }),
  }),
});

const source = new RestFields(ownView(rest.logSource, (node: LogSourceNode) => node.source));

builder.node(AgentLogSourceRef, {
  description: 'Something that writes to the log of an agent (REST: `log_sources` of an agent).',
  id: source.globalId('AgentLogSource', (id, { agent }) => compositeId(rest.agent.read(agent.agent, 'id'), id)),
  fields: (t) => ({
    uuid: t.field(source.value('id', { type: 'UUID' })),
    displayName: t.field(source.value('display_name', { type: 'String' })),
    icon: t.field(source.value('icon', { type: 'String', description: 'URL or path in Coder; may be empty.' })),
    createdAt: t.field(source.value('created_at', { type: 'DateTime' })),
  }),
});

builder.node(AgentRef, {
  description:
    'The process in a workspace that connects it to Coder (REST: `agents` of a resource, `GET /workspaceagents/{workspaceagent}`). Each build has agents of its own; they are gone once a newer build has succeeded.',
  id: ofAgent.globalId('Agent', (id) => id),
  fields: (t) => ({
    uuid: t.field(ofAgent.value('id', { type: 'UUID' })),
    name: t.field(ofAgent.value('name', { type: 'String', description: 'Unique in its workspace.' })),
    status: t.field(ofAgent.value('status', { type: AgentStatus })),
    lifecycleState: t.field(
      ofAgent.value('lifecycle_state', {
        type: AgentLifecycleState,
      }),
    ),
    health: t.field(ofAgent.object('health', { type: AgentHealthRef })),
    architecture: t.field(ofAgent.value('architecture', { type: 'String' })),
    operatingSystem: t.field(ofAgent.value('operating_system', { type: 'String' })),
    directory: t.field(
      ofAgent.value('directory', {
        type: 'String',
        description: 'Where sessions begin, as the template says; null when unset.',
      }),
    ),
    expandedDirectory: t.field(
      ofAgent.value('expanded_directory', {
        type: 'String',
        description: '`directory` as the agent resolves it; null before it connects.',
      }),
    ),
    instanceId: t.field(
      ofAgent.value('instance_id', {
        type: 'String',
        description: "The cloud's id of the instance; null when the agent signs in by token.",
      }),
    ),
    version: t.field(ofAgent.value('version', { type: 'String', description: 'Empty before the first connection.' })),
    apiVersion: t.field(
      ofAgent.value('api_version', { type: 'String', description: 'Empty before the first connection.' }),
    ),
    connectionTimeoutSeconds: t.field(
      ofAgent.value('connection_timeout_seconds', { type: 'Int', description: 'Seconds; 0 means no timeout.' }),
    ),
    troubleshootingUrl: t.field(ofAgent.value('troubleshooting_url', { type: 'String' })),
    environmentVariables: t.field(
      ofAgent.computed(
        ['environment_variables'],
        { type: [KeyValueRef], description: 'REST: `environment_variables`.' },
        ([map]) => keyValues(map),
      ),
    ),
    subsystems: t.field(
      ofAgent.value('subsystems', {
        type: [AgentSubsystem],
      }),
    ),
    displayApps: t.field(
      ofAgent.value('display_apps', {
        type: [DisplayApp],
      }),
    ),
    latency: t.field(
      ofAgent.computed(
        ['latency'],
        {
          type: [RegionLatencyRef],
          description: 'Empty unless the Coder replica that answered knows the agent (REST: `latency`).',
        },
        ([map]) => latencies(map),
      ),
    ),
    logsLength: t.field(ofAgent.value('logs_length', { type: 'Int', description: 'Bytes of log.' })),
    logsOverflowed: t.field(
      ofAgent.value('logs_overflowed', { type: 'Boolean', description: 'Whether the log reached 1 MiB and was cut.' }),
    ),
    startupScriptBehavior: t.field(
      ofAgent.value('startup_script_behavior', {
        type: StartupScriptBehavior,
        deprecationReason: 'Coder deprecates it. Use `scripts { startBlocksLogin }`.',
      }),
    ),
    createdAt: t.field(
      ofAgent.value('created_at', {
        type: 'DateTime',
      }),
    ),
    updatedAt: t.field(
      ofAgent.value('updated_at', {
        type: 'DateTime',
      }),
    ),
    firstConnectedAt: t.field(
      ofAgent.value('first_connected_at', {
        type: 'DateTime',
        description: 'Null before.',
      }),
    ),
    lastConnectedAt: t.field(
      ofAgent.value('last_connected_at', {
        type: 'DateTime',
        description: 'Null before the first connection.',
      }),
    ),
    disconnectedAt: t.field(
      ofAgent.value('disconnected_at', {
        type: 'DateTime',
        description: 'Equals `lastConnectedAt` when the agent merely went silent.',
      }),
    ),
    startedAt: t.field(
      ofAgent.value('started_at', {
        type: 'DateTime',
        description: 'When the startup scripts began.',
      }),
    ),
    readyAt: t.field(
      ofAgent.value('ready_at', {
        type: 'DateTime',
        description: 'When the startup scripts ended, whatever the outcome; null before.',
      }),
    ),
    apps: t.field(ofAgent.list('apps', { type: [AppRef] }, (app, agent) => ({ app, agent }))),
    scripts: t.field(ofAgent.list('scripts', { type: [AgentScriptRef] }, (script, agent) => ({ script, agent }))),
    logSources: t.field(
      ofAgent.list('log_sources', { type: [AgentLogSourceRef] }, (source, agent) => ({ source, agent })),
    ),
    parent: t.field({
      type: AgentRef,
      nullable: true,
      description: 'The agent that runs this one in a dev container; null for most agents (REST: `parent_id`).',
      resolve: agentParent,
    }),
    resource: t.field(
      fromNode(
        {
          type: ResourceRef,
          nullable: true,
          description:
            'The resource that it runs on; null for an agent that was reached by its own id, since Coder does not say which build it belongs to.',
        },
        ({ resource }: AgentNode) => resource,
      ),
    ),
    build: t.field(
      fromNode(
        {
          type: BuildRef,
          nullable: true,
          description: 'The build that made it; null where `resource` is, for the same reason.',
        },
        ({ resource }: AgentNode) => resource?.build,
      ),
    ),
    metadata: t.field({
      type: [AgentMetadataRef],
      nullable: true,
      description:
        'What it measures, as last reported (REST: the first event of `GET /workspaceagents/{workspaceagent}/watch-metadata-ws`; one upstream call). Null when the agent is gone.',
      resolve: (node, _, context, info) => agentMetadata(node, context, info),
    }),
    logs: t.field({
      type: AgentLogConnection,
      nullable: true,
      description:
        'What its scripts wrote, oldest first (REST: `GET /workspaceagents/{workspaceagent}/logs`; one upstream call). Null when the agent is gone.',
      args: logArguments(t),
      complexity: pageComplexity,
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
