import { useParams } from 'react-router';
import { useQuery, useSubscription } from 'urql';
import { isActive } from '../actions/availability.ts';
import { BuildActions } from '../actions/build-actions.tsx';
import { failureOf } from '../api/failure.ts';
import { useFailure } from '../api/use-failure.ts';
import { useKept } from '../api/use-kept.ts';
import { useReadAgain } from '../api/use-read-again.ts';
import { graphql } from '../generated/index.ts';
import { PageHead } from '../layout/page-head.tsx';
import { PartNotice } from '../layout/part-notice.tsx';
import { UnreadPage } from '../layout/unread-page.tsx';
import { workspacePath } from '../routes.ts';
import { BuildStatus, reasonLabel, transitionLabel } from '../ui/build-status.tsx';
import { Elapsed, Time } from '../ui/time.tsx';
import styles from './build-page.module.css';
import { BuildProgress } from './build-progress.tsx';
import type { LogPlace } from './log/log-panel.tsx';
import { BuildOverview } from './overview/build-overview.tsx';

const BuildHead = graphql(`
  query BuildHead($id: ID!) {
    build(id: $id) {
      id
      uuid
      buildNumber
      status
      transition
      reason
      createdAt
      initiator { id username }
      job { id status startedAt completedAt error }
      workspace { id uuid name owner { id username } }
    }
  }
`);

/** Moves the same objects of the cache, and so what every part of the page shows of them. */
const BuildHeadUpdated = graphql(`
  subscription BuildHeadUpdated($id: ID!) {
    buildUpdated(buildId: $id) {
      id
      status
      updatedAt
      job { id status startedAt completedAt canceledAt error queuePosition queueSize }
    }
  }
`);

export function BuildPage() {
  const { id = '' } = useParams();
  return <OneBuild key={id} id={id} />;
}

function OneBuild({ id }: { id: string }) {
  const [{ data, error, fetching }, read] = useQuery({ query: BuildHead, variables: { id } });
  const readAgain = useReadAgain(read);
  const failure = useFailure({ error, fetching });
  const build = useKept(data?.build, failure);
  const pause = !build || !isActive(build.status);
  const [feed, follow] = useSubscription({ query: BuildHeadUpdated, variables: { id }, pause });
  const retry = () => {
    if (feed.error) follow();
    readAgain();
  };

  if (!build) return <UnreadPage what="build" fetching={fetching} failure={failure} onRetry={readAgain} />;
  const { workspace, job } = build;
  return (
    <>
      <PageHead
        tab={`${workspace.name} #${build.buildNumber}`}
        crumbs={[
          { text: 'Workspaces', to: '/' },
          { text: `${workspace.owner.username ?? '?'} / ${workspace.name}`, to: workspacePath(workspace.uuid) },
        ]}
        title={`${transitionLabel(build.transition)} #${build.buildNumber}`}
        badge={<BuildStatus of="build" status={build.status} />}
        facts={
          <>
            <span>by {build.initiator.username ?? 'somebody'}</span>
            <span>{reasonLabel(build.reason)}</span>
            <Time value={build.createdAt} />
            {job.startedAt && (
              <span>
                {job.completedAt ? 'took' : 'running for'} <Elapsed start={job.startedAt} end={job.completedAt} />
              </span>
            )}
          </>
        }
        actions={<BuildActions buildId={id} />}
      />
      <PartNotice failure={failure ?? failureOf(feed.error)} onRetry={retry} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <BuildProgress
            buildId={id}
            name={`${workspace.name} #${build.buildNumber}`}
            opensAt={logOpensAt(build.status)}
          />
        </div>
        <div className={styles.side}>
          <BuildOverview buildId={id} />
        </div>
      </div>
    </>
  );
}

/** Of a build that failed, its error is what one looks for. */
function logOpensAt(status: string): LogPlace {
  if (isActive(status)) return 'end';
  return status === 'FAILED' ? 'error' : 'start';
}
