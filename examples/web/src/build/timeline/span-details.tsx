import { formatClock, formatDuration } from '../../ui/time.tsx';
import styles from './span-details.module.css';
import type { Span } from './timeline.ts';

interface SpanDetailsProps {
  span: Span;
  /** When the timeline begins. */
  origin: number;
  top: number;
  /** Where the bar begins, in pixels of the frame. */
  place: number;
  frameWidth: number;
}

const WIDTH = 280;

/** What there is to know of the bar that one points at. Screen readers have it as the bar's name. */
export function SpanDetails({ span, origin, top, place, frameWidth }: SpanDetailsProps) {
  const { label, start, end, facts, isRunning, hasFailed } = span;
  const left = Math.max(8, Math.min(place, frameWidth - WIDTH - 8));
  return (
    <div className={styles.details} style={{ top: top + 2, left, width: WIDTH }} aria-hidden="true">
      <p className={styles.label}>{label}</p>
      <dl>
        <dt>{isRunning ? 'Running for' : 'Took'}</dt>
        <dd>{formatDuration(end - start)}</dd>
        <dt>Began after</dt>
        <dd>{formatDuration(start - origin)}</dd>
        <dt>From</dt>
        <dd>{formatClock(start)}</dd>
        {!isRunning && (
          <>
            <dt>To</dt>
            <dd>{formatClock(end)}</dd>
          </>
        )}
      </dl>
      {(hasFailed || facts.length > 0) && (
        <p className={styles.facts}>{[...(hasFailed ? ['Failed'] : []), ...facts].join(' · ')}</p>
      )}
    </div>
  );
}
