import type { OverviewBuildFragment } from '../../generated/graphql.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Notice } from '../../ui/state/notice.tsx';
import { Elapsed, formatDuration, Time, useIsAhead } from '../../ui/time.tsx';
import { adviceFor, JOB_LOOKS } from './looks.ts';
import styles from './overview.module.css';

/** How it goes with the job: its place in the queue, who works on it, why it failed. */
export function JobCard({ build }: { build: OverviewBuildFragment }) {
  const { job, templateVersion, dailyCost, deadline } = build;
  const { label, tone } = JOB_LOOKS[job.status];
  // Of a build that another has followed, it says nothing any more.
  const willStop = useIsAhead(deadline);
  return (
    <Card title="Job" aside={<Badge tone={tone}>{label}</Badge>}>
      {job.error && (
        <div className={styles.notice}>
          <Notice tone="bad" title={job.canceledAt ? 'It was canceled' : 'It failed'}>
            <p>{job.error}</p>
            {adviceFor(job.errorCode) && <p>{adviceFor(job.errorCode)}</p>}
          </Notice>
        </div>
      )}
      {job.status === 'PENDING' && <Queue build={build} />}
      <Facts
        items={{
          Version: templateVersion.name,
          Queued: job.queuedMs === null ? null : formatDuration(job.queuedMs),
          [job.completedAt ? 'Ran' : 'Running']: job.startedAt && (
            <Elapsed start={job.startedAt} end={job.completedAt} />
          ),
          Canceled: job.canceledAt && <Time value={job.canceledAt} />,
          Stops: deadline && willStop && <Time value={deadline} />,
          Cost: dailyCost > 0 ? `${dailyCost} credits a day` : null,
          Provisioner: job.workerId && <code title={job.workerId}>{job.workerId.slice(0, 8)}</code>,
          Tags: (
            <span className={styles.tags}>
              {job.tags.map(({ key, value }) => (
                <code key={key}>{value === '' ? key : `${key}=${value}`}</code>
              ))}
            </span>
          ),
        }}
      />
    </Card>
  );
}

/** A build that waits for a provisioner: where it stands, and whether anybody could take it. */
function Queue({ build: { job, matchedProvisioners } }: { build: OverviewBuildFragment }) {
  if (matchedProvisioners?.available === 0) {
    const seen = matchedProvisioners.mostRecentlySeen;
    return (
      <div className={styles.notice}>
        <Notice tone="warn" title="No provisioner can take it">
          {matchedProvisioners.count === 0 ? 'None has the tags that it asks for.' : 'Those with its tags are away.'}
          {seen && (
            <>
              {' '}
              The last one was seen <Time value={seen} />.
            </>
          )}
        </Notice>
      </div>
    );
  }
  if (job.queuePosition === 0) return null;
  return (
    <div className={styles.queue}>
      <strong className="numeric">
        {job.queuePosition} of {job.queueSize}
      </strong>{' '}
      in the queue
    </div>
  );
}
