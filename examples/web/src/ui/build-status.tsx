import {
  Ban,
  CircleCheck,
  CircleHelp,
  CirclePause,
  CircleX,
  Clock3,
  LoaderCircle,
  type LucideIcon,
  Trash2,
} from 'lucide-react';
import type { BuildReason, BuildStatus as Status, Transition } from '../generated/graphql.ts';
import { Badge, type Tone } from './badge.tsx';

interface Look {
  label: string;
  tone: Tone;
  icon: LucideIcon;
}

const LOOKS: Record<Status, Look> = {
  PENDING: { label: 'Pending', tone: 'warn', icon: Clock3 },
  STARTING: { label: 'Starting', tone: 'busy', icon: LoaderCircle },
  RUNNING: { label: 'Running', tone: 'good', icon: CircleCheck },
  STOPPING: { label: 'Stopping', tone: 'busy', icon: LoaderCircle },
  STOPPED: { label: 'Stopped', tone: 'calm', icon: CirclePause },
  FAILED: { label: 'Failed', tone: 'bad', icon: CircleX },
  CANCELING: { label: 'Canceling', tone: 'warn', icon: LoaderCircle },
  CANCELED: { label: 'Canceled', tone: 'calm', icon: Ban },
  DELETING: { label: 'Deleting', tone: 'busy', icon: LoaderCircle },
  DELETED: { label: 'Deleted', tone: 'calm', icon: Trash2 },
  UNKNOWN: { label: 'Unknown', tone: 'calm', icon: CircleHelp },
};

/** The statuses that can be asked for, in the order in which a person does. */
export const STATUSES: readonly Status[] = [
  'RUNNING',
  'STARTING',
  'PENDING',
  'STOPPING',
  'STOPPED',
  'FAILED',
  'CANCELING',
  'CANCELED',
  'DELETING',
  'DELETED',
];

/** A build of the past is not running: it has started its workspace. */
export function buildLabel(status: Status): string {
  return status === 'RUNNING' ? 'Started' : LOOKS[status].label;
}

export function statusLook(status: Status): Look {
  return LOOKS[status];
}

export interface BuildStatusProps {
  status: Status;
  /** Whose state it is: that of the newest build is the state of its workspace. @default 'workspace' */
  of?: 'workspace' | 'build';
  /** Without the colored ground, in tables. */
  bare?: boolean;
}

/** The state of a build, or of the workspace whose newest it is. */
export function BuildStatus({ status, of = 'workspace', bare = false }: BuildStatusProps) {
  const { tone, icon } = LOOKS[status];
  const label = of === 'build' ? buildLabel(status) : LOOKS[status].label;
  return (
    <Badge tone={tone} icon={icon} turning={icon === LoaderCircle} bare={bare}>
      {label}
    </Badge>
  );
}

const TRANSITIONS: Record<Transition, string> = {
  START: 'Start',
  STOP: 'Stop',
  DELETE: 'Delete',
  UNKNOWN: 'Unknown',
};

export function transitionLabel(transition: Transition): string {
  return TRANSITIONS[transition];
}

const REASONS: Record<BuildReason, string> = {
  INITIATOR: 'By hand',
  DASHBOARD: 'Dashboard',
  CLI: 'Command line',
  AUTOSTART: 'Autostart',
  AUTOSTOP: 'Autostop',
  DORMANCY: 'Dormancy',
  AUTODELETE: 'Autodelete',
  FAILEDSTOP: 'After a failure',
  SSH_CONNECTION: 'SSH',
  VSCODE_CONNECTION: 'VS Code',
  JETBRAINS_CONNECTION: 'JetBrains',
  TASK_AUTO_PAUSE: 'Task paused (idle)',
  TASK_MANUAL_PAUSE: 'Task paused',
  TASK_RESUME: 'Task resumed',
  UNKNOWN: 'Unknown',
};

/** Every reason, in the order in which a person asks for them. */
export const BUILD_REASONS = Object.keys(REASONS) as BuildReason[];

export function reasonLabel(reason: BuildReason): string {
  return REASONS[reason];
}
