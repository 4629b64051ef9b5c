import type { AgentConnectionTiming, AgentScriptTiming, ProvisionerTiming, Timings } from '../coder/model.ts';
import { durationMs } from '../resolvers/build.ts';
import { dropInvalidItems } from '../resolvers/invalid-items.ts';
import { builder } from './builder.ts';
import { AgentScriptStatus, TimingStage } from './enums.ts';

const ProvisionerTimingRef = builder.objectRef<ProvisionerTiming>('ProvisionerTiming').implement({
  description: 'What the provisioner did, and how long it took (REST: an entry of `provisioner_timings`).',
  fields: (t) => ({
    jobId: t.expose('job_id', { type: 'UUID', description: 'REST: `job_id`.' }),
    stage: t.expose('stage', { type: TimingStage, description: 'REST: `stage`.' }),
    source: t.exposeString('source', {
      description: 'Terraform provider; `coder` for the total of a stage; may be empty (REST: `source`).',
    }),
    action: t.exposeString('action', { description: 'Such as `create`, `read`, `load` (REST: `action`).' }),
    resource: t.exposeString('resource', {
      description: 'Terraform address; `coder_stage_<stage>` for the total of a stage (REST: `resource`).',
    }),
    startedAt: t.expose('started_at', { type: 'DateTime', description: 'REST: `started_at`.' }),
    endedAt: t.expose('ended_at', { type: 'DateTime', description: 'REST: `ended_at`.' }),
    durationMs: t.float({
      description: 'Milliseconds from `startedAt` to `endedAt`.',
      resolve: ({ started_at, ended_at }) => durationMs(started_at, ended_at),
    }),
  }),
});

const AgentScriptTimingRef = builder.objectRef<AgentScriptTiming>('AgentScriptTiming').implement({
  description: 'The first run of a script of an agent (REST: an entry of `agent_script_timings`).',
  fields: (t) => ({
    stage: t.expose('stage', { type: TimingStage, description: 'REST: `stage`.' }),
    displayName: t.exposeString('display_name', { description: 'REST: `display_name`.' }),
    status: t.expose('status', { type: AgentScriptStatus, description: 'REST: `status`.' }),
    exitCode: t.exposeInt('exit_code', { description: 'REST: `exit_code`.' }),
    workspaceAgentId: t.expose('workspace_agent_id', { type: 'UUID', description: 'REST: `workspace_agent_id`.' }),
    workspaceAgentName: t.exposeString('workspace_agent_name', { description: 'REST: `workspace_agent_name`.' }),
    startedAt: t.expose('started_at', { type: 'DateTime', description: 'REST: `started_at`.' }),
    endedAt: t.expose('ended_at', { type: 'DateTime', description: 'REST: `ended_at`.' }),
    durationMs: t.float({
      description: 'Milliseconds from `startedAt` to `endedAt`.',
      resolve: ({ started_at, ended_at }) => durationMs(started_at, ended_at),
    }),
  }),
});

const AgentConnectionTimingRef = builder.objectRef<AgentConnectionTiming>('AgentConnectionTiming').implement({
  description: 'How long an agent took to connect (REST: an entry of `agent_connection_timings`).',
  fields: (t) => ({
    stage: t.expose('stage', { type: TimingStage, description: 'REST: `stage`.' }),
    workspaceAgentId: t.expose('workspace_agent_id', { type: 'UUID', description: 'REST: `workspace_agent_id`.' }),
    workspaceAgentName: t.exposeString('workspace_agent_name', { description: 'REST: `workspace_agent_name`.' }),
    startedAt: t.expose('started_at', {
      type: 'DateTime',
      description: 'When the agent was created (REST: `started_at`).',
    }),
    endedAt: t.expose('ended_at', { type: 'DateTime', description: 'When it first connected (REST: `ended_at`).' }),
    durationMs: t.float({
      description: 'Milliseconds from `startedAt` to `endedAt`.',
      resolve: ({ started_at, ended_at }) => durationMs(started_at, ended_at),
    }),
  }),
});

export const BuildTimingsRef = builder.objectRef<Timings>('BuildTimings').implement({
  description:
    'Where the time of a build went. What was never measured, such as an agent that never connected, is left out (REST: `GET /workspacebuilds/{workspacebuild}/timings`).',
  fields: (t) => ({
    provisionerTimings: t.field({
      type: [ProvisionerTimingRef],
      description: 'Empty unless the job has succeeded (REST: `provisioner_timings`).',
      resolve: ({ provisioner_timings }, _, context, info) => [...dropInvalidItems(provisioner_timings, context, info)],
    }),
    agentScriptTimings: t.field({
      type: [AgentScriptTimingRef],
      description: 'Appear as the agents report them (REST: `agent_script_timings`).',
      resolve: ({ agent_script_timings }, _, context, info) => [
        ...dropInvalidItems(agent_script_timings, context, info),
      ],
    }),
    agentConnectionTimings: t.field({
      type: [AgentConnectionTimingRef],
      description: 'Empty once a newer build has succeeded (REST: `agent_connection_timings`).',
      resolve: ({ agent_connection_timings }, _, context, info) => [
        ...dropInvalidItems(agent_connection_timings, context, info),
      ],
    }),
  }),
});
