import { ArrowUpCircle, ExternalLink, Moon } from 'lucide-react';
import { useParams } from 'react-router';
import { useQuery, useSubscription } from 'urql';
import { WorkspaceActions } from '../actions/workspace-actions.tsx';
import { failureOf } from '../api/failure.ts';
import { useFailure } from '../api/use-failure.ts';
import { useKept } from '../api/use-kept.ts';
import { useReadAgain } from '../api/use-read-again.ts';
import type { WorkspaceHeadQuery } from '../generated/graphql.ts';
import { graphql } from '../generated/index.ts';
import { PageHead } from '../layout/page-head.tsx';
import { PartNotice } from '../layout/part-notice.tsx';
import { UnreadPage } from '../layout/unread-page.tsx';
import { Badge } from '../ui/badge.tsx';
import { BuildStatus } from '../ui/build-status.tsx';
import { Card } from '../ui/card.tsx';
import { Facts } from '../ui/facts.tsx';
import { formatDuration, Time, useIsAhead } from '../ui/time.tsx';
import { BuildsCard } from './builds-card.tsx';
import { Permissions } from './permissions.tsx';
import { describeSchedule } from './schedule.ts';
import styles from './workspace-page.module.css';

const WorkspaceHead = graphql(`
  query WorkspaceHead($id: ID!) {
    workspace(id: $id) {
      id
      uuid
      name
      url
      createdAt
      lastUsedAt
      dormantAt
      deletingAt
      outdated
      autostartSchedule
      nextStartAt
      ttlMs
      owner { id username }
      organization { id name }
      template { id name displayName }
      latestBuild { id uuid status deadline dailyCost templateVersion { id name } }
      viewerCan { start stop cancelBuild update updateState delete }
    }
  }
`);

/** Moves the objects of the cache: the status above, and the rows of the list below. */
const WorkspaceUpdated = graphql(`
  subscription WorkspaceUpdated($id: ID!) {
    workspaceUpdated(workspaceId: $id) {
      id
      outdated
      dormantAt
      latestBuild { ...BuildRow deadline }
    }
  }
`);

type Workspace = NonNullable<WorkspaceHeadQuery['workspace']>;

export function WorkspacePage() {
  const { id = '' } = useParams();
  return <OneWorkspace key={id} id={id} />;
}

function OneWorkspace({ id }: { id: string }) {
  const [{ data, error, fetching }, read] = useQuery({ query: WorkspaceHead, variables: { id } });
  const readAgain = useReadAgain(read);
  const failure = useFailure({ error, fetching });
  const workspace = useKept(data?.workspace, failure);
  const [feed, follow] = useSubscription({ query: WorkspaceUpdated, variables: { id }, pause: !workspace });
  const retry = () => {
    if (feed.error) follow();
    readAgain();
  };

  if (!workspace) return <UnreadPage what="workspace" fetching={fetching} failure={failure} onRetry={readAgain} />;
  return (
    <>
      <PageHead
        tab={workspace.name}
        crumbs={[{ text: 'Workspaces', to: '/' }]}
        title={workspace.name}
        badge={<Badges workspace={workspace} />}
        facts={
          <>
            <span>{workspace.owner.username}</span>
            {workspace.template && <span>{workspace.template.displayName || workspace.template.name}</span>}
            <a href={workspace.url} target="_blank" rel="noreferrer" className={styles.link}>
              Open in Coder
              <ExternalLink aria-hidden="true" />
            </a>
          </>
        }
        actions={<WorkspaceActions workspaceId={id} />}
      />
      <PartNotice failure={failure ?? failureOf(feed.error)} onRetry={retry} />
      <div className={styles.columns}>
        <BuildsCard workspaceId={id} newest={workspace.latestBuild?.id} />
        <div className={styles.side}>
          {/* When it is not known, neither is anything else of them. */}
          {workspace.createdAt && (
            <Card title="Details">
              <Details workspace={workspace} />
            </Card>
          )}
          {workspace.viewerCan && (
            <Card title="You may">
              <Permissions can={workspace.viewerCan} />
            </Card>
          )}
        </div>
      </div>
    </>
  );
}

function Badges({ workspace: { latestBuild, outdated, dormantAt } }: { workspace: Workspace }) {
  return (
    <>
      {latestBuild && <BuildStatus status={latestBuild.status} />}
      {outdated && (
        <Badge tone="warn" icon={ArrowUpCircle} title="The template has a newer version">
          Outdated
        </Badge>
      )}
      {dormantAt && <Badge icon={Moon}>Dormant</Badge>}
    </>
  );
}

function Details({ workspace }: { workspace: Workspace }) {
  const willStop = useIsAhead(workspace.latestBuild?.deadline);
  const { latestBuild, organization, autostartSchedule, nextStartAt, ttlMs, deletingAt } = workspace;
  return (
    <Facts
      items={{
        Organization: organization?.name,
        Version: latestBuild && <code>{latestBuild.templateVersion.name}</code>,
        Created: workspace.createdAt && <Time value={workspace.createdAt} />,
        'Last used': workspace.lastUsedAt ? <Time value={workspace.lastUsedAt} /> : 'Never',
        Starts: autostartSchedule && describeSchedule(autostartSchedule),
        'Next start': nextStartAt && <Time value={nextStartAt} />,
        'Stops after': ttlMs === null || ttlMs === undefined ? null : formatDuration(ttlMs),
        Stops: willStop && <Time value={latestBuild?.deadline ?? ''} />,
        Deleted: deletingAt && <Time value={deletingAt} />,
        Cost: latestBuild && `${latestBuild.dailyCost} credits a day`,
      }}
    />
  );
}
