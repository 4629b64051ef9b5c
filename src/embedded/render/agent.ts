import type { WorkspaceAgent, WorkspaceApp, WorkspaceAppStatus } from '../../coder/rest/agent.ts';
import type { AgentRow, AppRow, AppStatusRow } from '../state/agent-rows.ts';
import { formatTime, optionalTime, present, sortedMap } from '../state/go-encoding.ts';
import type { WorkspaceRow } from '../state/rows.ts';
import { agentHealth, agentStatus, lastConnectedAt } from '../state/status.ts';
import type { Store } from '../state/store.ts';
import { overridden } from './overridden.ts';

/** Agents, their apps, scripts and log sources as the wire has them. */

const NANOSECONDS = 1_000_000_000;

export function renderAgent(store: Store, agent: AgentRow, workspace: WorkspaceRow): WorkspaceAgent {
  const now = store.now();
  const { status, disconnectedAt } = agentStatus(agent, now);
  const wire: WorkspaceAgent = {
    id: agent.id,
    parent_id: agent.parentId,
    created_at: formatTime(agent.createdAt),
    updated_at: formatTime(agent.updatedAt),
    ...optionalTime('first_connected_at', agent.firstConnectedAt),
    ...optionalTime('last_connected_at', lastConnectedAt(agent, now)),
    ...optionalTime('disconnected_at', disconnectedAt),
    ...optionalTime('started_at', agent.startedAt),
    ...optionalTime('ready_at', agent.readyAt),
    status,
    lifecycle_state: agent.lifecycleState,
    name: agent.name,
    resource_id: agent.resourceId,
    ...present('instance_id', agent.instanceId),
    architecture: agent.architecture,
    environment_variables: agent.environment === null ? null : sortedMap(agent.environment),
    operating_system: agent.operatingSystem,
    logs_length: agent.logsLength,
    logs_overflowed: agent.logsOverflowed,
    ...present('directory', agent.directory),
    ...present('expanded_directory', agent.expandedDirectory),
    version: agent.version,
    api_version: agent.apiVersion,
    apps: renderApps(store, agent, workspace),
    // Only the replica that the agent is connected to knows its latency.
    ...(status !== 'connected' || Object.keys(agent.latency).length === 0 ? {} : { latency: sortedMap(agent.latency) }),
    connection_timeout_seconds: agent.connectionTimeoutSeconds,
    troubleshooting_url: agent.troubleshootingUrl,
    subsystems: agent.subsystems,
    health: agentHealth(agent, status),
    display_apps: agent.displayApps,
    log_sources: agent.logSources.map((source) => ({
      workspace_agent_id: agent.id,
      id: source.id,
      created_at: formatTime(source.createdAt),
      display_name: source.displayName,
      icon: source.icon,
    })),
    scripts: [...agent.scripts]
      .sort((a, b) => byText(a.id, b.id))
      .map((script) => ({
        id: script.id,
        log_source_id: script.logSourceId,
        log_path: script.logPath,
        script: script.script,
        cron: script.cron,
        run_on_start: script.runOnStart,
        run_on_stop: script.runOnStop,
        start_blocks_login: script.startBlocksLogin,
        timeout: script.timeoutSeconds * NANOSECONDS,
        display_name: script.displayName,
        ...present('exit_code', script.exitCode),
        ...present('status', script.status),
      })),
    startup_script_behavior: agent.scripts.some((script) => script.runOnStart && script.startBlocksLogin)
      ? 'blocking'
      : 'non-blocking',
  };
  return overridden(store, agent.id, wire);
}

function renderApps(store: Store, agent: AgentRow, workspace: WorkspaceRow): WorkspaceApp[] {
  const owner = store.user(workspace.ownerId).username;
  return [...agent.apps]
    .sort((a, b) => a.displayOrder - b.displayOrder || byText(a.displayName, b.displayName) || byText(a.slug, b.slug))
    .map((app) => {
      const host = /^\d+$/.test(app.slug) ? `${app.slug}--${agent.name}` : app.slug;
      const wire: WorkspaceApp = {
        id: app.id,
        ...present('url', app.url),
        external: app.external,
        slug: app.slug,
        ...present('display_name', app.displayName),
        ...present('command', app.command),
        ...present('icon', app.icon),
        subdomain: app.subdomain,
        ...(app.subdomain ? { subdomain_name: `${host}--${workspace.name}--${owner}` } : {}),
        sharing_level: app.sharingLevel,
        healthcheck: app.healthcheck,
        health: app.health,
        ...present('group', app.group),
        hidden: app.hidden,
        open_in: app.openIn,
        ...present('tooltip', app.tooltip),
        statuses: [...app.statuses]
          .sort((a, b) => b.createdAt - a.createdAt)
          .map((status) => renderAppStatus(status, app, agent, workspace)),
      };
      return overridden(store, app.id, wire);
    });
}

export function renderAppStatus(
  status: AppStatusRow,
  app: AppRow,
  agent: AgentRow,
  workspace: WorkspaceRow,
): WorkspaceAppStatus {
  return {
    id: status.id,
    created_at: formatTime(status.createdAt),
    workspace_id: workspace.id,
    agent_id: agent.id,
    app_id: app.id,
    state: status.state,
    message: status.message,
    uri: status.uri,
    icon: '',
    needs_user_attention: false,
  };
}

export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
