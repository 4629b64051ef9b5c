import { counted } from '../../ui/counted.ts';

/** What a build's timeline is made of, as `Build` and `BuildTimings` of the schema have it. */
export interface TimelineSource {
  createdAt: string;
  job: {
    status: string;
    startedAt?: string | null;
    completedAt?: string | null;
  };
  agents?: readonly {
    uuid: string;
    name: string;
    createdAt: string;
    firstConnectedAt?: string | null;
    status: string;
    lifecycleState: string;
  }[];
  timings?: {
    provisionerTimings: readonly {
      startedAt: string;
      endedAt: string;
      stage: string;
      source: string;
      action: string;
      resource: string;
    }[];
    agentConnectionTimings: readonly AgentTiming[];
    agentScriptTimings: readonly (AgentTiming & { displayName: string; status: string; exitCode: number })[];
  } | null;
}

interface AgentTiming {
  startedAt: string;
  endedAt: string;
  stage: string;
  workspaceAgentId: string;
  workspaceAgentName: string;
}

/** A stage as the build's log tells of it. */
export interface LogStage {
  name: string;
  startedAt: string;
  errors: number;
}

/** Something that took time. Times are milliseconds since 1970. */
export interface Span {
  id: string;
  kind: 'queue' | 'job' | 'stage' | 'resource' | 'connection' | 'script';
  label: string;
  start: number;
  end: number;
  /** Its end is the present. */
  isRunning: boolean;
  hasFailed: boolean;
  /** Further facts, each a short text. */
  facts: readonly string[];
  /** What it consists of. */
  parts: readonly Span[];
}

export interface Group {
  id: string;
  title: string;
  spans: readonly Span[];
}

export interface Timeline {
  start: number;
  end: number;
  groups: readonly Group[];
  /** Scripts that ran later, on a schedule or at a shutdown: they would press the rest together. */
  later: readonly Span[];
}

type SpanOf = Pick<Span, 'id' | 'kind' | 'label' | 'start' | 'end'> & Partial<Span>;

function span(given: SpanOf): Span {
  return { isRunning: false, hasFailed: false, facts: [], parts: [], ...given, end: Math.max(given.start, given.end) };
}

/** Puts together how a build went, or how it goes. `stages` stand in until Coder has the provisioner's own timings. */
export function timelineOf(source: TimelineSource, stages: readonly LogStage[], now: number): Timeline {
  const { job, timings } = source;
  const created = Date.parse(source.createdAt);
  const started = job.startedAt ? Date.parse(job.startedAt) : undefined;
  const completed = job.completedAt ? Date.parse(job.completedAt) : undefined;
  const queue = span({
    id: 'queue',
    kind: 'queue',
    label: started === undefined && completed === undefined ? 'Waiting for a provisioner' : 'Waited for a provisioner',
    start: created,
    end: started ?? completed ?? now,
    isRunning: started === undefined && completed === undefined,
  });
  const groups: Group[] = [{ id: 'queue', title: 'Queue', spans: [queue] }];
  if (started !== undefined) {
    const inner = provisionerStages(timings?.provisionerTimings ?? []);
    const run = span({
      id: 'job',
      kind: 'job',
      label: 'Provisioner job',
      start: started,
      end: completed ?? now,
      isRunning: completed === undefined,
      hasFailed: job.status === 'FAILED',
      facts: [`Status ${job.status.toLowerCase()}`],
    });
    const parts = inner.length > 0 ? inner : loggedStages(stages, completed, now, job.status === 'FAILED');
    groups.push({ id: 'provisioner', title: 'Provisioner', spans: [run, ...parts] });
  }
  const agents = agentGroups(source, now);
  groups.push(...agents.groups);
  const all = groups.flatMap(({ spans }) => spans).flatMap((each) => [each, ...each.parts]);
  return {
    start: Math.min(...all.map(({ start }) => start)),
    end: Math.max(...all.map(({ end }) => end)),
    groups,
    later: agents.later,
  };
}

/** Whether something of it goes on, so that it looks different in a second. */
export function isRunning({ job, agents = [] }: TimelineSource): boolean {
  if (!job.completedAt) return true;
  return agents.some(
    ({ status, lifecycleState, firstConnectedAt }) =>
      (status === 'CONNECTING' && !firstConnectedAt) || (status === 'CONNECTED' && lifecycleState === 'STARTING'),
  );
}

type ProvisionerTimings = NonNullable<TimelineSource['timings']>['provisionerTimings'];

const STAGE_LABELS: Record<string, string | undefined> = {
  INIT: 'Initialize',
  PLAN: 'Plan',
  APPLY: 'Apply',
  GRAPH: 'Graph',
};

/** The stages of Terraform in the order of their beginning, each with the resources that it worked on. */
function provisionerStages(timings: ProvisionerTimings): Span[] {
  const byStage = new Map<string, ProvisionerTimings[number][]>();
  for (const timing of timings) byStage.set(timing.stage, [...(byStage.get(timing.stage) ?? []), timing]);
  const stages = [...byStage].map(([stage, rows]) => {
    const parts = rows.flatMap(({ resource, action, source, startedAt, endedAt }, place) =>
      isTotal(resource)
        ? []
        : span({
            id: `${stage}/${place}`,
            kind: 'resource',
            label: resource,
            start: Date.parse(startedAt),
            end: Date.parse(endedAt),
            facts: [action, ...(source === '' ? [] : [`Provider ${source}`])],
          }),
    );
    parts.sort(byStart);
    const total = rows.find(({ resource }) => isTotal(resource));
    return span({
      id: stage,
      kind: 'stage',
      label: STAGE_LABELS[stage] ?? stage.toLowerCase(),
      start: total ? Date.parse(total.startedAt) : Math.min(...parts.map(({ start }) => start)),
      end: total ? Date.parse(total.endedAt) : Math.max(...parts.map(({ end }) => end)),
      facts: parts.length === 0 ? [] : [counted(parts.length, 'step')],
      parts,
    });
  });
  return stages.sort(byStart);
}

/** Coder gives the time of a whole stage as a resource of its own. */
function isTotal(resource: string): boolean {
  return resource.startsWith('coder_stage_');
}

/** A running build has no timings yet, and a failed one never gets any. Stages of the log last until the next begins. */
function loggedStages(
  stages: readonly LogStage[],
  completed: number | undefined,
  now: number,
  hasFailed: boolean,
): Span[] {
  return stages.flatMap(({ name, startedAt, errors }, place) => {
    if (name === '') return [];
    const next = stages[place + 1];
    return span({
      id: `log/${place}`,
      kind: 'stage',
      label: name,
      start: Date.parse(startedAt),
      end: next ? Date.parse(next.startedAt) : (completed ?? now),
      isRunning: !next && completed === undefined,
      hasFailed: hasFailed && errors > 0,
      facts: [
        'As the log tells',
        ...(errors > 0 ? [errors === 1 ? '1 line of errors' : `${errors} lines of errors`] : []),
      ],
    });
  });
}

/** What each agent took to connect, and its startup scripts. */
function agentGroups({ timings, agents = [] }: TimelineSource, now: number): { groups: Group[]; later: Span[] } {
  const found = new Map<string, { name: string; spans: Span[] }>();
  const later: Span[] = [];
  const add = (id: string, name: string, given: SpanOf) => {
    const agent = found.get(id) ?? { name, spans: [] };
    agent.spans.push(span(given));
    found.set(id, agent);
  };
  timings?.agentConnectionTimings.forEach((timing, place) => {
    const { workspaceAgentId, workspaceAgentName } = timing;
    add(workspaceAgentId, workspaceAgentName, {
      id: `connect/${place}`,
      kind: 'connection',
      label: 'Connect',
      ...stretchOf(timing),
    });
  });
  timings?.agentScriptTimings.forEach((timing, place) => {
    const { displayName, status, exitCode, stage, workspaceAgentId, workspaceAgentName } = timing;
    const script: SpanOf = {
      id: `script/${place}`,
      kind: 'script',
      label: displayName || 'Script',
      ...stretchOf(timing),
      hasFailed: status !== 'OK',
      facts: [`Status ${status.toLowerCase().replaceAll('_', ' ')}`, `Exit code ${exitCode}`],
    };
    if (stage === 'CRON' || stage === 'STOP') later.push(span(script));
    else add(workspaceAgentId, workspaceAgentName, script);
  });
  for (const { uuid, name, createdAt, firstConnectedAt, status, lifecycleState } of agents) {
    const under = { end: now, isRunning: true };
    if (status === 'CONNECTING' && !firstConnectedAt)
      add(uuid, name, {
        id: 'connecting',
        kind: 'connection',
        label: 'Connect',
        start: Date.parse(createdAt),
        ...under,
      });
    else if (status === 'CONNECTED' && lifecycleState === 'STARTING' && firstConnectedAt)
      add(uuid, name, {
        id: 'starting',
        kind: 'script',
        label: 'Startup scripts',
        start: Date.parse(firstConnectedAt),
        ...under,
      });
  }
  const groups = [...found].map(([id, { name, spans }]) => ({
    id,
    title: `Agent ${name}`,
    spans: spans.sort(byStart),
  }));
  return { groups, later };
}

function stretchOf({ startedAt, endedAt }: { startedAt: string; endedAt: string }): { start: number; end: number } {
  return { start: Date.parse(startedAt), end: Date.parse(endedAt) };
}

function byStart(left: Span, right: Span): number {
  return left.start - right.start || left.end - right.end;
}
