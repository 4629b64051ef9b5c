import { blueprintMetadata } from './agent-metadata.ts';
import type { AgentRow, ScriptRow } from './agent-rows.ts';
import { blueprintApps } from './blueprint-apps.ts';
import type { BuildRow, Flavor, ResourceRow, WorkspaceRow } from './rows.ts';
import type { Store } from './store.ts';

/** The resources and agents that a successful build creates, for each kind of template. */

const TROUBLESHOOTING = 'https://coder.com/docs/admin/templates/troubleshooting';

interface AgentPlan {
  name: string;
  architecture: string;
  operatingSystem: string;
  directory: string;
  parent?: string;
}

const AGENTS: Record<Flavor, AgentPlan[]> = {
  docker: [{ name: 'main', architecture: 'amd64', operatingSystem: 'linux', directory: '' }],
  kubernetes: [
    { name: 'main', architecture: 'amd64', operatingSystem: 'linux', directory: '/workspaces' },
    // A dev container inside the first agent.
    {
      name: 'devcontainer',
      architecture: 'amd64',
      operatingSystem: 'linux',
      directory: '/workspaces/api',
      parent: 'main',
    },
  ],
  aws: [
    { name: 'dev', architecture: 'amd64', operatingSystem: 'linux', directory: '~/src' },
    { name: 'builder', architecture: 'arm64', operatingSystem: 'linux', directory: '' },
  ],
};

interface ResourcePlan {
  type: string;
  name: string;
  icon: string;
  compute: boolean;
  hide?: boolean;
  metadata: { key: string; value: string; sensitive: boolean }[];
}

const RESOURCES: Record<Flavor, ResourcePlan[]> = {
  docker: [
    { type: 'docker_container', name: 'workspace', icon: '', compute: true, metadata: [] },
    {
      type: 'docker_volume',
      name: 'home_volume',
      icon: '/icon/database.svg',
      compute: false,
      metadata: [{ key: 'mount', value: '/home/coder', sensitive: false }],
    },
  ],
  kubernetes: [
    {
      type: 'kubernetes_deployment_v1',
      name: 'main',
      icon: '/icon/k8s.png',
      compute: true,
      metadata: [
        { key: 'namespace', value: 'coder-workspaces', sensitive: false },
        { key: 'limits', value: '4 cores, 8 GiB', sensitive: false },
        { key: 'registry password', value: 'hunter2<&>', sensitive: true },
      ],
    },
    { type: 'kubernetes_persistent_volume_claim_v1', name: 'home', icon: '', compute: false, metadata: [] },
    { type: 'kubernetes_secret_v1', name: 'git', icon: '', compute: false, hide: true, metadata: [] },
  ],
  aws: [
    {
      type: 'aws_instance',
      name: 'dev',
      icon: '/icon/aws.svg',
      compute: true,
      metadata: [
        { key: 'region', value: 'eu-north-1', sensitive: false },
        { key: 'instance type', value: 'm7i.2xlarge', sensitive: false },
      ],
    },
    {
      type: 'aws_ebs_volume',
      name: 'home',
      icon: '',
      compute: false,
      metadata: [{ key: 'size', value: '100 GiB', sensitive: false }],
    },
  ],
};

/** What Terraform has after this transition: all of it, the disks only, or nothing. */
export function blueprintResources(
  store: Store,
  build: BuildRow,
  workspace: WorkspaceRow,
  flavor: Flavor,
  at: number,
): ResourceRow[] {
  if (build.transition === 'delete') return [];
  return RESOURCES[flavor]
    .filter((plan) => build.transition === 'start' || !plan.compute)
    .map((plan) => {
      const resource: ResourceRow = {
        id: store.random.uuid(),
        createdAt: at,
        jobId: build.job.id,
        transition: build.transition,
        type: plan.type,
        name: plan.name,
        hide: plan.hide ?? false,
        icon: plan.icon,
        agents: [],
        metadata: plan.metadata,
        dailyCost: plan.compute ? build.dailyCost : 0,
      };
      if (plan.compute) resource.agents = agentsOf(store, resource.id, workspace, flavor, at);
      for (const agent of resource.agents) store.agents.set(agent.id, { agent, build });
      return resource;
    });
}

function agentsOf(store: Store, resourceId: string, workspace: WorkspaceRow, flavor: Flavor, at: number): AgentRow[] {
  const agents: AgentRow[] = [];
  const owner = store.user(workspace.ownerId);
  for (const [order, plan] of AGENTS[flavor].entries()) {
    const parent = agents.find((agent) => agent.name === plan.parent);
    const { sources, scripts } = scriptsOf(store, at, order);
    agents.push({
      id: store.random.uuid(),
      parentId: parent?.id ?? null,
      createdAt: at,
      updatedAt: at,
      firstConnectedAt: null,
      lastConnectedAt: null,
      disconnectedAt: null,
      startedAt: null,
      readyAt: null,
      alive: false,
      lifecycleState: 'created',
      name: plan.name,
      resourceId,
      instanceId: flavor === 'aws' && order === 0 ? `i-0${workspace.id.slice(0, 8)}a1b2c3d` : '',
      architecture: plan.architecture,
      environment: order > 0 ? null : { GIT_AUTHOR_NAME: owner.name, GIT_AUTHOR_EMAIL: owner.email },
      operatingSystem: plan.operatingSystem,
      logs: [],
      logsLength: 0,
      logsOverflowed: false,
      directory: plan.directory,
      expandedDirectory: '',
      version: '',
      apiVersion: '',
      apps: blueprintApps(workspace, flavor, plan.name),
      latency: {},
      connectionTimeoutSeconds: order > 0 && flavor === 'aws' ? 0 : 120,
      troubleshootingUrl: TROUBLESHOOTING,
      subsystems: flavor === 'kubernetes' ? ['envbuilder'] : flavor === 'aws' ? ['exectrace'] : [],
      displayApps:
        parent === undefined
          ? ['vscode', 'ssh_helper', 'port_forwarding_helper', 'web_terminal']
          : ['vscode', 'vscode_insiders', 'web_terminal'],
      logSources: sources,
      scripts,
      metadata: parent === undefined ? blueprintMetadata() : [],
      displayOrder: order,
      deleted: false,
    });
  }
  return agents;
}

function scriptsOf(store: Store, at: number, order: number): { sources: AgentRow['logSources']; scripts: ScriptRow[] } {
  const plans: [string, string, string, Partial<ScriptRow>][] = [
    [
      'Startup Script',
      '/emojis/25b6-fe0f.png',
      'set -e\ntouch ~/.init_done\n',
      { logPath: 'coder-startup-script.log', startBlocksLogin: order > 0 },
    ],
    [
      'code-server',
      '/icon/code.svg',
      '#!/usr/bin/env bash\ncode-server --port 13337 &\n',
      // 300 s are more nanoseconds than fit 32 bits.
      { timeoutSeconds: 300 },
    ],
    [
      'Nightly cleanup',
      '/icon/coder.svg',
      'docker system prune --force\n',
      { cron: '0 3 * * *', runOnStart: false, runOnStop: order > 0, timeoutSeconds: 3600 },
    ],
  ];
  const sources: AgentRow['logSources'] = [];
  const scripts: ScriptRow[] = [];
  for (const [displayName, icon, script, rest] of plans) {
    const source = { id: store.random.uuid(), createdAt: at, displayName, icon };
    sources.push(source);
    scripts.push({
      id: store.random.uuid(),
      logSourceId: source.id,
      logPath: '',
      script,
      cron: '',
      runOnStart: true,
      runOnStop: false,
      startBlocksLogin: false,
      timeoutSeconds: 0,
      displayName,
      exitCode: null,
      status: null,
      firstRun: null,
      ...rest,
    });
  }
  return { sources, scripts };
}
