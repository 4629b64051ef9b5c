import type { Flavor, Transition } from './rows.ts';

/** What a provisioner writes during a build, with the moment of each line in milliseconds after its start. */

export interface ScriptedLine {
  at: number;
  source: 'provisioner_daemon' | 'provisioner';
  level: string;
  stage: string;
  output: string;
}

export interface Script {
  flavor: Flavor;
  transition: Transition;
  /** Where a failing build stops. */
  failsIn: null | 'init' | 'plan' | 'quota' | 'apply';
  workspaceId: string;
  workspaceName: string;
  ownerName: string;
  dailyCost: number;
  /** False: nothing was ever created, so a delete has nothing to do. */
  hasState: boolean;
}

const STAGES = {
  setup: 'Setting up',
  init: 'Initializing Terraform Directory',
  plan: 'Planning Infrastructure',
  quota: 'Commit quota',
  cleanup: 'Cleaning Up',
};
const APPLY_STAGE: Record<Transition, string> = {
  start: 'Starting workspace',
  stop: 'Stopping workspace',
  delete: 'Destroying workspace',
};

export interface Parts {
  provider: string;
  compute: string;
  disk: string;
  computeId: (script: Script) => string;
  failure: (script: Script) => string[];
}

/** The names that each kind of template gives its resources. */
export const PARTS: Record<Flavor, Parts> = {
  docker: {
    provider: 'kreuzwerker/docker v3.6.2 (self-signed, key ID BD080C4571C6104C)',
    compute: 'docker_container.workspace[0]',
    disk: 'docker_volume.home_volume',
    computeId: (script) => `9f2c61d0${script.workspaceId.slice(0, 8)}`,
    failure: (script) => [
      `Error: Unable to create container: Error response from daemon: Conflict. The container name "/coder-${script.ownerName}-${script.workspaceName}" is already in use`,
      'on main.tf line 172, in resource "docker_container" "workspace":',
      '  172: resource "docker_container" "workspace" {',
      '',
      '',
    ],
  },
  kubernetes: {
    provider: 'hashicorp/kubernetes v2.38.0 (signed by HashiCorp)',
    compute: 'kubernetes_deployment_v1.main[0]',
    disk: 'kubernetes_persistent_volume_claim_v1.home',
    computeId: (script) => `coder-workspaces/coder-${script.workspaceId.slice(0, 8)}`,
    failure: () => [
      'Error: Waiting for rollout to finish: 1 replicas wanted; 0 replicas Ready',
      'on main.tf line 241, in resource "kubernetes_deployment_v1" "main":',
      '  241: resource "kubernetes_deployment_v1" "main" {',
      '',
      '0/6 nodes are available: 6 Insufficient cpu. preemption: 0/6 nodes are available: 6 No preemption victims found.',
    ],
  },
  aws: {
    provider: 'hashicorp/aws v6.11.0 (signed by HashiCorp)',
    compute: 'aws_instance.dev[0]',
    disk: 'aws_ebs_volume.home',
    computeId: (script) => `i-0${script.workspaceId.slice(0, 8)}a1b2c3d`,
    failure: () => [
      'Error: creating EC2 Instance: InsufficientInstanceCapacity: We currently do not have sufficient m7i.2xlarge capacity in the Availability Zone you requested (eu-north-1a).',
      '\tstatus code: 500, request id: 0f6d1f2e-58a1-4a8e-9b2f-52f3c1f3a0c4',
      'with aws_instance.dev[0],',
      'on main.tf line 118, in resource "aws_instance" "dev":',
      ' 118: resource "aws_instance" "dev" {',
      '',
    ],
  },
};

/** The error that the job ends with when its script fails. */
export const FAILURES: Record<'init' | 'plan' | 'quota' | 'apply', { error: string; code: string }> = {
  init: { error: 'initialize terraform: exit status 1', code: '' },
  plan: { error: 'terraform plan: exit status 1', code: '' },
  quota: { error: 'insufficient quota', code: 'INSUFFICIENT_QUOTA' },
  apply: { error: 'terraform apply: exit status 1', code: '' },
};

/** The whole log of one build, from `Setting up` to `Cleaning Up`, about 10 s long. */
export function scriptedLog(script: Script): ScriptedLine[] {
  const lines: ScriptedLine[] = [];
  let at = 0;
  const say = (after: number, stage: string, output: string, level = 'info'): void => {
    at += after;
    lines.push({ at, source: 'provisioner', level, stage, output });
  };
  const mark = (after: number, stage: string): void => {
    at += after;
    lines.push({ at, source: 'provisioner_daemon', level: 'info', stage, output: '' });
  };
  mark(30, STAGES.setup);
  init(script, say);
  if (script.failsIn !== 'init') plan(script, say);
  if (script.failsIn !== 'init' && script.failsIn !== 'plan') {
    if (script.transition !== 'delete' && script.dailyCost > 0) quota(script, say);
    if (script.failsIn !== 'quota') {
      mark(960, APPLY_STAGE[script.transition]);
      apply(script, say);
    }
  }
  mark(script.failsIn === null ? 2900 : 2300, STAGES.cleanup);
  return lines;
}

type Say = (after: number, stage: string, output: string, level?: string) => void;

function init(script: Script, say: Say): void {
  const stage = STAGES.init;
  say(670, stage, 'Terraform 1.14.5');
  say(2, stage, 'Initializing the backend...');
  say(6, stage, 'Initializing modules...');
  say(545, stage, '- code-server in .terraform/modules/code-server');
  say(46, stage, 'Initializing provider plugins...');
  say(32, stage, 'coder/coder: Reusing previous version from the dependency lock file');
  if (script.failsIn === 'init') {
    say(1200, stage, 'Error: Failed to query available provider packages', 'error');
    say(0, stage, '', 'error');
    say(
      0,
      stage,
      'Could not retrieve the list of available versions for provider coder/coder: could not connect to registry.terraform.io: Get "https://registry.terraform.io/v1/providers/coder/coder/versions": dial tcp: lookup registry.terraform.io: no such host',
      'error',
    );
    return;
  }
  say(1249, stage, `Installed provider version: ${PARTS[script.flavor].provider}`);
  say(
    2,
    stage,
    "Partner and community providers are signed by their developers.\nIf you'd like to know more about provider signing, you can read about it here:\nhttps://developer.hashicorp.com/terraform/cli/plugins/signing",
  );
  say(7, stage, 'Terraform has been successfully initialized!');
}

function plan(script: Script, say: Say): void {
  const stage = STAGES.plan;
  const { compute, disk } = PARTS[script.flavor];
  if (!script.hasState && script.transition === 'delete') {
    say(880, stage, 'The terraform state does not exist, there is nothing to do');
    return;
  }
  say(880, stage, 'Terraform 1.14.5');
  say(770, stage, 'data.coder_workspace.me: Refreshing...');
  say(1, stage, `data.coder_workspace.me: Refresh complete after 0s [id=${script.workspaceId}]`);
  if (script.failsIn === 'plan') {
    say(400, stage, 'Error: Invalid value for variable', 'error');
    say(0, stage, 'on main.tf line 61:', 'error');
    say(0, stage, '  61: variable "instance_type" {', 'error');
    say(0, stage, '', 'error');
    say(0, stage, 'The instance type must be one of <m7i.large>, <m7i.2xlarge> & <g6.xlarge>.', 'error');
    return;
  }
  if (script.hasState) {
    say(61, stage, 'coder_agent.main: Refreshing state... [id=24015f20-b6c1-4c3c-b2ed-8547745e7aac]');
    say(8, stage, `${disk}: Refreshing state... [id=coder-${script.workspaceId}-home]`);
  } else {
    say(69, stage, `${disk}: Plan to create`);
  }
  if (script.transition === 'start') {
    say(223, stage, 'module.code-server[0].coder_app.code-server: Plan to create');
    say(1, stage, `${compute}: Plan to create`);
    say(1, stage, `Plan: ${script.hasState ? 2 : 3} to add, 0 to change, 0 to destroy.`);
  } else {
    say(223, stage, `${compute}: Plan to delete`);
    if (script.transition === 'delete') say(1, stage, `${disk}: Plan to delete`);
    say(1, stage, `Plan: 0 to add, 0 to change, ${script.transition === 'delete' ? 3 : 1} to destroy.`);
  }
}

function quota(script: Script, say: Say): void {
  const refused = script.failsIn === 'quota';
  say(120, STAGES.quota, `This build will consume ${script.dailyCost} credits per day`);
  say(1, STAGES.quota, `Current quota budget: ${refused ? script.dailyCost + 10 : 500} credits per day`);
  say(1, STAGES.quota, `Current consumption: ${refused ? 20 : 84} credits per day`);
  if (refused) say(1, STAGES.quota, 'This build would exceed your quota. Failing.', 'warn');
}

function apply(script: Script, say: Say): void {
  const stage = APPLY_STAGE[script.transition];
  const { compute, disk, computeId, failure } = PARTS[script.flavor];
  if (!script.hasState && script.transition === 'delete') {
    say(300, stage, 'The terraform state does not exist, there is nothing to do');
    return;
  }
  say(475, stage, 'Terraform 1.14.5');
  if (script.transition === 'start') {
    if (!script.hasState) {
      say(210, stage, `${disk}: Creating...`);
      say(80, stage, `${disk}: Creation complete after 0s [id=coder-${script.workspaceId}-home]`);
    }
    say(364, stage, 'module.code-server[0].coder_app.code-server: Creating...');
    say(2, stage, 'module.code-server[0].coder_app.code-server: Creation complete after 0s');
    say(61, stage, `${compute}: Creating...`);
    if (script.failsIn === 'apply') {
      failure(script).forEach((line, index) => {
        say(index === 0 ? 900 : 0, stage, line, 'error');
      });
      return;
    }
    say(1248, stage, `${compute}: Creation complete after 1s [id=${computeId(script)}]`);
  } else {
    say(300, stage, `${compute}: Destroying... [id=${computeId(script)}]`);
    if (script.failsIn === 'apply') {
      say(900, stage, `Error: deleting ${compute}: unexpected EOF`, 'error');
      say(0, stage, '', 'error');
      return;
    }
    say(1100, stage, `${compute}: Destruction complete after 1s`);
    if (script.transition === 'delete') {
      say(40, stage, `${disk}: Destroying... [id=coder-${script.workspaceId}-home]`);
      say(180, stage, `${disk}: Destruction complete after 0s`);
    }
  }
  const added = script.transition === 'start' ? (script.hasState ? 2 : 3) : 0;
  const destroyed = script.transition === 'stop' ? 1 : script.transition === 'delete' ? 3 : 0;
  say(38, stage, `Apply complete! Resources: ${added} added, 0 changed, ${destroyed} destroyed.`);
  say(1, stage, 'Outputs: 0');
}
