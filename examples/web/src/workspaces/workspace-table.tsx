import { ArrowUpCircle, HeartPulse, Moon, Star } from 'lucide-react';
import type { WorkspaceRowFragment } from '../generated/graphql.ts';
import { buildPath, workspacePath } from '../routes.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { BuildStatus, transitionLabel } from '../ui/build-status.tsx';
import { InnerLink, RowLink } from '../ui/list/row-link.tsx';
import { type Column, Table } from '../ui/list/table.tsx';
import { Time } from '../ui/time.tsx';
import styles from './workspace-table.module.css';

const COLUMNS: readonly Column[] = [
  { key: 'name', head: 'Workspace' },
  { key: 'status', head: 'Status' },
  { key: 'build', head: 'Last build' },
  { key: 'template', head: 'Template', from: 'tablet' },
  { key: 'used', head: 'Last used', from: 'desktop' },
];

export interface WorkspaceTableProps {
  rows: readonly WorkspaceRowFragment[];
  stale: boolean;
}

export function WorkspaceTable({ rows, stale }: WorkspaceTableProps) {
  return (
    <Table
      label="Workspaces"
      columns={COLUMNS}
      rows={rows}
      stale={stale}
      keyOf={({ id }) => id}
      cells={(workspace) => ({
        name: <Name workspace={workspace} />,
        status: <Status workspace={workspace} />,
        build: workspace.latestBuild && (
          <span className={styles.build}>
            <InnerLink to={buildPath(workspace.latestBuild.uuid)}>
              {transitionLabel(workspace.latestBuild.transition)} #{workspace.latestBuild.buildNumber}
            </InnerLink>
            <span className={styles.faint}>
              <Time value={workspace.latestBuild.createdAt} />
            </span>
          </span>
        ),
        template: (
          <span className={styles.template}>
            {workspace.template?.displayName || workspace.template?.name || '–'}
            {workspace.outdated && (
              <Badge tone="warn" icon={ArrowUpCircle} bare title="The template has a newer version">
                Outdated
              </Badge>
            )}
          </span>
        ),
        used: workspace.lastUsedAt ? (
          <Time value={workspace.lastUsedAt} />
        ) : (
          <span className={styles.faint}>Never</span>
        ),
      })}
    />
  );
}

function Name({ workspace: { uuid, name, owner, favorite } }: { workspace: WorkspaceRowFragment }) {
  return (
    <span className={styles.name}>
      <Avatar name={owner.username ?? '?'} />
      <span className={styles.names}>
        <span className={styles.title}>
          <RowLink to={workspacePath(uuid)}>{name}</RowLink>
          {favorite && <Star role="img" aria-label="Favorite" className={styles.star} />}
        </span>
        <span className={styles.faint}>{owner.username}</span>
      </span>
    </span>
  );
}

function Status({ workspace: { latestBuild, health, dormantAt } }: { workspace: WorkspaceRowFragment }) {
  if (!latestBuild) return <Badge bare>No builds</Badge>;
  return (
    <span className={styles.status}>
      <BuildStatus status={latestBuild.status} bare />
      {latestBuild.status === 'RUNNING' && health?.healthy === false && (
        <Badge tone="warn" icon={HeartPulse} bare title="An agent is not connected, or a script has failed">
          Unhealthy
        </Badge>
      )}
      {dormantAt && (
        <Badge icon={Moon} bare title="Unused for long: it will be deleted unless somebody uses it">
          Dormant
        </Badge>
      )}
    </span>
  );
}
