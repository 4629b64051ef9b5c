import { memo, useMemo, useState } from 'react';
import type { Failure } from '../../api/failure.ts';
import { FailureNotice } from '../../layout/failure-notice.tsx';
import { Card } from '../../ui/card.tsx';
import { Segments } from '../../ui/controls/segments.tsx';
import { SkeletonRows } from '../../ui/state/skeleton.tsx';
import { formatDuration, useNow } from '../../ui/time.tsx';
import { Chart } from './chart.tsx';
import { SpanTable } from './span-table.tsx';
import { isRunning, type LogStage, type Timeline, type TimelineSource, timelineOf } from './timeline.ts';
import styles from './timeline-card.module.css';

interface TimelineCardProps {
  /** Undefined until it has been read. */
  build: TimelineSource | undefined;
  /** What the query failed with. */
  failure: Failure | undefined;
  readAgain: () => void;
  /** Those of the log. */
  stages: readonly LogStage[];
}

const VIEWS = [
  { value: 'chart', text: 'Chart' },
  { value: 'table', text: 'Table' },
] as const;

/** Where the time of a build went, as a chart or as a table. */
export const TimelineCard = memo(function TimelineCard({ build, failure, readAgain, stages }: TimelineCardProps) {
  const [view, setView] = useState<'chart' | 'table'>('chart');
  // Only what goes on has to be drawn each second.
  const goesOn = build !== undefined && isRunning(build);
  const now = useNow((present) => (goesOn ? present : 0));
  const timeline = useMemo(() => build && timelineOf(build, stages, now), [build, stages, now]);
  if (!timeline) {
    return (
      <Card title="Timeline">
        {failure ? <FailureNotice failure={failure} onRetry={readAgain} /> : <SkeletonRows label="the timeline" />}
      </Card>
    );
  }
  return (
    <Card
      title="Timeline"
      flush
      aside={
        <>
          <Total timeline={timeline} goesOn={goesOn} />
          <Segments label="How to show it" options={VIEWS} value={view} onChange={setView} />
        </>
      }
    >
      {failure && (
        <div className={styles.failure}>
          <FailureNotice failure={failure} onRetry={readAgain} />
        </div>
      )}
      {view === 'table' ? <SpanTable timeline={timeline} /> : <Chart timeline={timeline} />}
      {timeline.later.length > 0 && view === 'chart' && (
        <p className={styles.later}>
          {timeline.later.length === 1
            ? 'A script that ran later is'
            : `${timeline.later.length} scripts that ran later are`}{' '}
          in the table.
        </p>
      )}
    </Card>
  );
});

function Total({ timeline: { start, end }, goesOn }: { timeline: Timeline; goesOn: boolean }) {
  return (
    <span className="numeric">
      {formatDuration(end - start)} {goesOn ? 'so far' : 'in all'}
    </span>
  );
}
