import type { ReactNode } from 'react';
import type { OverviewBuildFragment } from '../../generated/graphql.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/state/notice.tsx';
import { Elapsed, formatDuration, Time } from '../../ui/time.tsx';
import { adviceFor, JOB_LOOKS } from './looks.ts';
import styles from './overview.module.css';

/** How it goes with the job: its place in the queue, who works on it, why it failed. */
export function JobCard({ build }: { build: OverviewBuildFragment }) {
  const { job, templateVersion, dailyCost, deadline } = build;
  const { label, tone } = JOB_LOOKS[job.status];
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
      <dl className={styles.facts}>
        <Fact name="Version">{templateVersion.name}</Fact>
        {job.queuedMs !== null && <Fact name="Queued">{formatDuration(job.queuedMs)}</Fact>}
        {job.startedAt && (
          <Fact name={job.completedAt ? 'Ran' : 'Running'}>
            <Elapsed start={job.startedAt} end={job.completedAt} />
          </Fact>
        )}
        {job.canceledAt && (
          <Fact name="Canceled">
            <Time value={job.canceledAt} />
          </Fact>
        )}
        {deadline && (
          <Fact name="Stops">
            <Time value={deadline} />
          </Fact>
        )}
        {dailyCost > 0 && <Fact name="Cost">{dailyCost} credits a day</Fact>}
        {job.workerId && (
          <Fact name="Provisioner">
            <code title={job.workerId}>{job.workerId.slice(0, 8)}</code>
          </Fact>
        )}
        <Fact name="Tags">
          <span className={styles.tags}>
            {job.tags.map(({ key, value }) => (
              <code key={key}>{value === '' ? key : `${key}=${value}`}</code>
            ))}
          </span>
        </Fact>
      </dl>
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

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
