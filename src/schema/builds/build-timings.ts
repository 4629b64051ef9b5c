import type { AgentConnectionTiming, AgentScriptTiming, ProvisionerTiming, Timings } from '../../coder/model.ts';
import * as rest from '../../coder/rest/timings.ts';
import { durationMs } from '../../resolvers/build.ts';
import { builder } from '../foundation/builder.ts';
import { AgentScriptStatus, TimingStage } from '../foundation/enums.ts';
import { ownView, RestFields } from '../foundation/rest-fields.ts';

const DURATION = { type: 'Float', description: 'Milliseconds from `startedAt` to `endedAt`.' } as const;

const provisioner = new RestFields(ownView(rest.provisionerTiming, (json: ProvisionerTiming) => json));

const ProvisionerTimingRef = builder.objectRef<ProvisionerTiming>('ProvisionerTiming').implement({
  description: 'What the provisioner did, and how long it took (REST: an entry of `provisioner_timings`).',
  fields: (t) => ({
    jobId: t.field(provisioner.value('job_id', { type: 'UUID' })),
    stage: t.field(provisioner.value('stage', { type: TimingStage })),
    source: t.field(
      provisioner.value('source', {
        type: 'String',
        description: 'Terraform provider; `coder` for the total of a stage; may be empty.',
      }),
    ),
    action: t.field(provisioner.value('action', { type: 'String', description: 'Such as `create`, `read`, `load`.' })),
    resource: t.field(
      provisioner.value('resource', {
        type: 'String',
        description: 'Terraform address; `coder_stage_<stage>` for the total of a stage.',
      }),
    ),
    startedAt: t.field(provisioner.value('started_at', { type: 'DateTime' })),
    endedAt: t.field(provisioner.value('ended_at', { type: 'DateTime' })),
    durationMs: t.field(
      provisioner.computed(['started_at', 'ended_at'], DURATION, ([start, end]) => durationMs(start, end)),
    ),
  }),
});

const script = new RestFields(ownView(rest.agentScriptTiming, (json: AgentScriptTiming) => json));

const AgentScriptTimingRef = builder.objectRef<AgentScriptTiming>('AgentScriptTiming').implement({
  description: 'The first run of a script of an agent (REST: an entry of `agent_script_timings`).',
  fields: (t) => ({
    stage: t.field(script.value('stage', { type: TimingStage })),
    displayName: t.field(script.value('display_name', { type: 'String' })),
    status: t.field(script.value('status', { type: AgentScriptStatus })),
    exitCode: t.field(script.value('exit_code', { type: 'Int' })),
    workspaceAgentId: t.field(script.value('workspace_agent_id', { type: 'UUID' })),
    workspaceAgentName: t.field(script.value('workspace_agent_name', { type: 'String' })),
    startedAt: t.field(script.value('started_at', { type: 'DateTime' })),
    endedAt: t.field(script.value('ended_at', { type: 'DateTime' })),
    durationMs: t.field(
      script.computed(['started_at', 'ended_at'], DURATION, ([start, end]) => durationMs(start, end)),
    ),
  }),
});

const connection = new RestFields(ownView(rest.agentConnectionTiming, (json: AgentConnectionTiming) => json));

const AgentConnectionTimingRef = builder.objectRef<AgentConnectionTiming>('AgentConnectionTiming').implement({
  description: 'How long an agent took to connect (REST: an entry of `agent_connection_timings`).',
  fields: (t) => ({
    stage: t.field(connection.value('stage', { type: TimingStage })),
    workspaceAgentId: t.field(connection.value('workspace_agent_id', { type: 'UUID' })),
    workspaceAgentName: t.field(connection.value('workspace_agent_name', { type: 'String' })),
    startedAt: t.field(
      connection.value('started_at', {
        type: 'DateTime',
        description: 'When the agent was created.',
      }),
    ),
    endedAt: t.field(connection.value('ended_at', { type: 'DateTime', description: 'When it first connected.' })),
    durationMs: t.field(
      connection.computed(['started_at', 'ended_at'], DURATION, ([start, end]) => durationMs(start, end)),
    ),
  }),
});

const timings = new RestFields(ownView(rest.timings, (json: Timings) => json));

export const BuildTimingsRef = builder.objectRef<Timings>('BuildTimings').implement({
  description:
    'Where the time of a build went. What was never measured, such as an agent that never connected, is left out (REST: `GET /workspacebuilds/{workspacebuild}/timings`).',
  fields: (t) => ({
    provisionerTimings: t.field(
      timings.list('provisioner_timings', {
        type: [ProvisionerTimingRef],
        description: 'Empty unless the job has succeeded.',
      }),
    ),
    agentScriptTimings: t.field(
      timings.list('agent_script_timings', {
        type: [AgentScriptTimingRef],
        description: 'Appear as the agents report them.',
      }),
    ),
    agentConnectionTimings: t.field(
      timings.list('agent_connection_timings', {
        type: [AgentConnectionTimingRef],
        description: 'Empty once a newer build has succeeded.',
      }),
    ),
  }),
});
