import type {
  AgentLifecycleState,
  AgentStatus,
  AppHealth,
  AppStatusState,
  JobStatus,
} from '../../generated/graphql.ts';
import type { Tone } from '../../ui/badge.tsx';

interface Look {
  label: string;
  tone: Tone;
}

export const JOB_LOOKS: Record<JobStatus, Look> = {
  PENDING: { label: 'Queued', tone: 'warn' },
  RUNNING: { label: 'Running', tone: 'busy' },
  SUCCEEDED: { label: 'Succeeded', tone: 'good' },
  FAILED: { label: 'Failed', tone: 'bad' },
  CANCELING: { label: 'Canceling', tone: 'warn' },
  CANCELED: { label: 'Canceled', tone: 'calm' },
  UNKNOWN: { label: 'Unknown', tone: 'calm' },
};

const CONNECTIONS: Record<AgentStatus, Look> = {
  CONNECTING: { label: 'Connecting', tone: 'busy' },
  CONNECTED: { label: 'Connected', tone: 'good' },
  DISCONNECTED: { label: 'Disconnected', tone: 'bad' },
  TIMEOUT: { label: 'Never connected', tone: 'bad' },
  UNKNOWN: { label: 'Unknown', tone: 'calm' },
};

/** What is worth saying of a connected agent; when all is well, that it is connected says enough. */
const LIFECYCLES: Partial<Record<AgentLifecycleState, Look>> = {
  CREATED: { label: 'Waiting to start', tone: 'busy' },
  STARTING: { label: 'Startup scripts run', tone: 'busy' },
  START_TIMEOUT: { label: 'Startup takes long', tone: 'warn' },
  START_ERROR: { label: 'Startup has failed', tone: 'bad' },
  SHUTTING_DOWN: { label: 'Shutting down', tone: 'busy' },
  SHUTDOWN_TIMEOUT: { label: 'Shutdown takes long', tone: 'warn' },
  SHUTDOWN_ERROR: { label: 'Shutdown has failed', tone: 'bad' },
  OFF: { label: 'Off', tone: 'calm' },
};

export function agentLook(status: AgentStatus, lifecycle: AgentLifecycleState): Look {
  const connection = CONNECTIONS[status];
  return status === 'CONNECTED' || lifecycle === 'OFF' ? (LIFECYCLES[lifecycle] ?? connection) : connection;
}

export const APP_HEALTH: Record<AppHealth, Look | undefined> = {
  DISABLED: undefined,
  HEALTHY: { label: 'Healthy', tone: 'good' },
  INITIALIZING: { label: 'Starting', tone: 'busy' },
  UNHEALTHY: { label: 'Unhealthy', tone: 'bad' },
  UNKNOWN: undefined,
};

export const APP_STATES: Record<AppStatusState, Look> = {
  WORKING: { label: 'Working', tone: 'busy' },
  IDLE: { label: 'Waiting', tone: 'warn' },
  COMPLETE: { label: 'Done', tone: 'good' },
  FAILURE: { label: 'Failed', tone: 'bad' },
  UNKNOWN: { label: 'Unknown', tone: 'calm' },
};

const ERROR_CODES: Record<string, string> = {
  INSUFFICIENT_QUOTA: 'The quota of its owner does not cover the cost of this build.',
  MISSING_TEMPLATE_PARAMETER: 'The build lacks the value of a parameter: start it again with the form.',
  REQUIRED_TEMPLATE_VARIABLES: 'The template lacks the value of a variable. Its owners have to set it.',
};

/** What somebody can do about a failure that Coder has a code for. */
export function adviceFor(code: string | null): string | undefined {
  return code === null ? undefined : ERROR_CODES[code];
}

/** The share in a measurement such as `12/100 GiB (12%)` or `37%`, from 0 to 1; undefined when it has none. */
export function shareOf(value: string): number | undefined {
  const [, percent] = /(\d+(?:\.\d+)?)\s*%/.exec(value) ?? [];
  return percent === undefined ? undefined : Math.min(1, Number(percent) / 100);
}
