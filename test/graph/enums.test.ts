import { GraphQLEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../src/schema/schema.ts';
import { startGateway, type TestGateway, type Wire } from '../support.ts';
import { upperCase } from './field-map.ts';
import { fullWorkspace } from './full.ts';
import { fullParameter } from './full-template.ts';

const schema = createSchema();

/** One place in the JSON of a workspace, a log or the timings where an enum stands, and the field that shows it. */
interface Place {
  type: string;
  /** All values that Coder is known to send. */
  values: string;
  json: 'workspace' | 'buildLogs' | 'agentLogs' | 'timings' | 'parameters';
  path: string;
  select: string;
}

const agent = 'latest_build.resources.0.agents.0';
const inAgent = (fields: string) => `latestBuild { agents { ${fields} } }`;

const inForm = (fields: string) => `latestBuild { templateVersion { parameters { ${fields} } } }`;

const places: Place[] = [
  {
    type: 'Transition',
    values: 'start stop delete',
    json: 'workspace',
    path: 'latest_build.transition',
    select: 'latestBuild { transition }',
  },
  {
    type: 'Transition',
    values: 'start stop delete',
    json: 'workspace',
    path: 'latest_build.resources.0.workspace_transition',
    select: 'latestBuild { resources { workspaceTransition } }',
  },
  {
    type: 'Transition',
    values: 'start stop delete',
    json: 'workspace',
    path: 'latest_build.job.metadata.workspace_build_transition',
    select: 'latestBuild { job { metadata { workspaceBuildTransition } } }',
  },
  {
    type: 'BuildStatus',
    values: 'pending starting running stopping stopped failed canceling canceled deleting deleted',
    json: 'workspace',
    path: 'latest_build.status',
    select: 'latestBuild { status }',
  },
  {
    type: 'BuildReason',
    values:
      'initiator autostart autostop dormancy dashboard cli ssh_connection vscode_connection jetbrains_connection task_auto_pause task_manual_pause task_resume autodelete failedstop',
    json: 'workspace',
    path: 'latest_build.reason',
    select: 'latestBuild { reason }',
  },
  {
    type: 'JobStatus',
    values: 'pending running succeeded canceling canceled failed',
    json: 'workspace',
    path: 'latest_build.job.status',
    select: 'latestBuild { job { status } }',
  },
  {
    type: 'JobType',
    values: 'template_version_import workspace_build template_version_dry_run',
    json: 'workspace',
    path: 'latest_build.job.type',
    select: 'latestBuild { job { type } }',
  },
  {
    type: 'JobErrorCode',
    values: 'REQUIRED_TEMPLATE_VARIABLES INSUFFICIENT_QUOTA MISSING_TEMPLATE_PARAMETER',
    json: 'workspace',
    path: 'latest_build.job.error_code',
    select: 'latestBuild { job { errorCode } }',
  },
  {
    type: 'AgentStatus',
    values: 'connecting connected disconnected timeout',
    json: 'workspace',
    path: `${agent}.status`,
    select: inAgent('status'),
  },
  {
    type: 'AgentLifecycleState',
    values: 'created starting start_timeout start_error ready shutting_down shutdown_timeout shutdown_error off',
    json: 'workspace',
    path: `${agent}.lifecycle_state`,
    select: inAgent('lifecycleState'),
  },
  {
    type: 'AgentScriptStatus',
    values: 'ok exit_failure timed_out pipes_left_open',
    json: 'workspace',
    path: `${agent}.scripts.0.status`,
    select: inAgent('scripts { status }'),
  },
  {
    type: 'AgentSubsystem',
    values: 'envbox envbuilder exectrace',
    json: 'workspace',
    path: `${agent}.subsystems.0`,
    select: inAgent('subsystems'),
  },
  {
    type: 'DisplayApp',
    values: 'vscode vscode_insiders web_terminal port_forwarding_helper ssh_helper',
    json: 'workspace',
    path: `${agent}.display_apps.0`,
    select: inAgent('displayApps'),
  },
  {
    type: 'StartupScriptBehavior',
    values: 'blocking non-blocking',
    json: 'workspace',
    path: `${agent}.startup_script_behavior`,
    select: inAgent('startupScriptBehavior'),
  },
  {
    type: 'AppHealth',
    values: 'disabled initializing healthy unhealthy',
    json: 'workspace',
    path: `${agent}.apps.0.health`,
    select: inAgent('apps { health }'),
  },
  {
    type: 'AppSharingLevel',
    values: 'owner authenticated organization public',
    json: 'workspace',
    path: `${agent}.apps.0.sharing_level`,
    select: inAgent('apps { sharingLevel }'),
  },
  {
    type: 'AppOpenIn',
    values: 'slim-window tab window',
    json: 'workspace',
    path: `${agent}.apps.0.open_in`,
    select: inAgent('apps { openIn }'),
  },
  {
    type: 'AppStatusState',
    values: 'working idle complete failure',
    json: 'workspace',
    path: `${agent}.apps.0.statuses.0.state`,
    select: inAgent('apps { statuses { state } }'),
  },
  {
    type: 'AppStatusState',
    values: 'working idle complete failure',
    json: 'workspace',
    path: 'latest_app_status.state',
    select: 'latestAppStatus { state }',
  },
  {
    type: 'AutomaticUpdates',
    values: 'always never',
    json: 'workspace',
    path: 'automatic_updates',
    select: 'automaticUpdates',
  },
  {
    type: 'ShareActorType',
    values: 'group user',
    json: 'workspace',
    path: 'shared_with.0.actor_type',
    select: 'sharedWith { actorType }',
  },
  {
    type: 'LogLevel',
    values: 'trace debug info warn error',
    json: 'buildLogs',
    path: '0.log_level',
    select: 'latestBuild { logs { nodes { level } } }',
  },
  {
    type: 'LogLevel',
    values: 'trace debug info warn error',
    json: 'agentLogs',
    path: '0.level',
    select: 'latestBuild { agents { logs { nodes { level } } } }',
  },
  {
    type: 'LogSource',
    values: 'provisioner_daemon provisioner',
    json: 'buildLogs',
    path: '0.log_source',
    select: 'latestBuild { logs { nodes { source } } }',
  },
  {
    type: 'TimingStage',
    values: 'init plan graph apply start stop cron connect',
    json: 'timings',
    path: 'provisioner_timings.0.stage',
    select: 'latestBuild { timings { provisionerTimings { stage } } }',
  },
  {
    type: 'TimingStage',
    values: 'init plan graph apply start stop cron connect',
    json: 'timings',
    path: 'agent_script_timings.0.stage',
    select: 'latestBuild { timings { agentScriptTimings { stage } } }',
  },
  {
    type: 'TimingStage',
    values: 'init plan graph apply start stop cron connect',
    json: 'timings',
    path: 'agent_connection_timings.0.stage',
    select: 'latestBuild { timings { agentConnectionTimings { stage } } }',
  },
  {
    type: 'AgentScriptStatus',
    values: 'ok exit_failure timed_out pipes_left_open',
    json: 'timings',
    path: 'agent_script_timings.0.status',
    select: 'latestBuild { timings { agentScriptTimings { status } } }',
  },
  {
    type: 'TemplateParameterType',
    values: 'string number bool list(string)',
    json: 'parameters',
    path: '0.type',
    select: inForm('type'),
  },
  {
    type: 'TemplateParameterFormType',
    values: 'radio dropdown input textarea slider checkbox switch tag-select multi-select error',
    json: 'parameters',
    path: '0.form_type',
    select: inForm('formType'),
  },
  {
    type: 'TemplateParameterMonotonic',
    values: 'increasing decreasing',
    json: 'parameters',
    path: '0.validation_monotonic',
    select: inForm('validation { monotonic }'),
  },
];

const ofAgent = { workspace_agent_id: fullWorkspace.id, workspace_agent_name: 'main' };
const between = { started_at: '2026-06-22T07:41:04Z', ended_at: '2026-06-22T07:41:06Z' };
const answers: Record<Place['json'], { route: string; body: unknown }> = {
  workspace: { route: '/workspaces/{workspace}', body: fullWorkspace },
  buildLogs: {
    route: '/workspacebuilds/{workspacebuild}/logs',
    body: [
      { id: 1, created_at: between.started_at, log_source: 'provisioner', log_level: 'info', stage: '', output: '' },
    ],
  },
  agentLogs: {
    route: '/workspaceagents/{workspaceagent}/logs',
    body: [{ id: 1, created_at: between.started_at, level: 'info', output: '', source_id: fullWorkspace.id }],
  },
  parameters: { route: '/templateversions/{templateversion}/rich-parameters', body: [fullParameter] },
  timings: {
    route: '/workspacebuilds/{workspacebuild}/timings',
    body: {
      provisioner_timings: [
        { ...between, job_id: fullWorkspace.id, stage: 'init', source: '', action: '', resource: '' },
      ],
      agent_script_timings: [{ ...between, ...ofAgent, stage: 'start', exit_code: 0, status: 'ok', display_name: '' }],
      agent_connection_timings: [{ ...between, ...ofAgent, stage: 'connect' }],
    },
  },
};

/** The leaf that the selection ends in: the first of every list. */
function leaf(value: Wire): unknown {
  if (Array.isArray(value)) return leaf(value[0]);
  return typeof value === 'object' && value !== null ? leaf(Object.values(value)[0]) : value;
}

/** The enums of which this gateway has counted unknown values since the last call. */
async function unknownEnums({ gateway }: TestGateway): Promise<string[]> {
  const counter = gateway.metrics.registry.getSingleMetric('coder_graphql_unknown_enum_values_total');
  const { values } = (await counter?.get()) ?? { values: [] };
  counter?.reset();
  return values.map(({ labels }) => String(labels.enum));
}

/** Sends the value upstream at this place; what the graph shows of it, and the enums that were counted meanwhile. */
async function shown({ json, path, select }: Place) {
  // The same build shows one value after another.
  const started = await startGateway({ settings: { cacheMb: 0 } });
  const { embedded, query } = started;
  return async (value: string) => {
    embedded.faults.clear();
    for (const [name, { route, body }] of Object.entries(answers)) {
      const changed = structuredClone(body) as Wire;
      if (name === json) {
        const keys = path.split('.');
        const holder = keys.slice(0, -1).reduce((inner, key) => inner[key], changed);
        holder[keys.at(-1) as string] = value;
      }
      embedded.faults.add({ route, respond: { status: 200, body: JSON.stringify(changed) } });
    }
    const { data, errors } = await query(`{ workspace(id: "${fullWorkspace.id}") { ${select} } }`);
    expect(errors, value).toBeUndefined();
    return { value: leaf(data.workspace), counted: await unknownEnums(started) };
  };
}

describe('every enum of Coder', () => {
  it.each(places)(
    '$type at $json $path: known values are upper case, others are UNKNOWN and counted',
    async (place) => {
      const show = await shown(place);
      for (const value of place.values.split(' ')) {
        expect(await show(value)).toEqual({ value: upperCase(value), counted: [] });
      }
      for (const value of ['hibernating', ' start', 'toString', 'Unknown']) {
        expect(await show(value)).toEqual({ value: 'UNKNOWN', counted: [place.type] });
      }
    },
  );

  it('is counted by the gateway that showed the value, and by no other in the process', async () => {
    const [gateway, other] = [await startGateway(), await startGateway()];
    const body = JSON.stringify({ ...fullWorkspace, automatic_updates: 'sometimes' });
    gateway.embedded.faults.add({ route: answers.workspace.route, respond: { status: 200, body } });
    const { data } = await gateway.query(`{ workspace(id: "${fullWorkspace.id}") { automaticUpdates } }`);
    expect(data.workspace).toEqual({ automaticUpdates: 'UNKNOWN' });
    expect(await unknownEnums(other)).toEqual([]);
    expect(await unknownEnums(gateway)).toEqual(['AutomaticUpdates']);
  });

  it('is among those, with all of its values', () => {
    const open = Object.values(schema.getTypeMap()).filter(
      (type): type is GraphQLEnumType =>
        type instanceof GraphQLEnumType && type.getValues().some(({ name }) => name === 'UNKNOWN'),
    );
    for (const type of open) {
      const known = type.getValues().map(({ name }) => name);
      const values = places.find((place) => place.type === type.name)?.values.split(' ') ?? [];
      expect(known.toSorted(), type.name).toEqual([...values.map(upperCase), 'UNKNOWN'].toSorted());
    }
    expect(open.map(({ name }) => name).toSorted()).toEqual([...new Set(places.map(({ type }) => type))].toSorted());
  });
});
