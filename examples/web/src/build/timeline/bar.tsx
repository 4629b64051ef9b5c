import { classNames } from '../../ui/class-names.ts';
import { formatDuration } from '../../ui/time.tsx';
import styles from './bar.module.css';
import { labelPlace } from './layout.ts';
import type { Span } from './timeline.ts';

interface BarProps {
  id: string;
  span: Span;
  /** Where it begins and ends, in pixels of the plot. */
  from: number;
  to: number;
  width: number;
  rowTop: number;
  rowHeight: number;
  top: number;
  height: number;
  /** When the timeline begins. */
  origin: number;
  isFocusable: boolean;
  isShown: boolean;
  onPoint: () => void;
  onFocus: () => void;
  /** Of spans that have parts. */
  isOpen?: boolean;
  onToggle?: () => void;
}

/** So many pixels are shown of what took no time at all. */
const MIN_WIDTH = 3;

/** A span of time, and how long it took. */
export function Bar(props: BarProps) {
  const { id, span, from, to, width, rowTop, rowHeight, top, height, isFocusable, isShown, isOpen } = props;
  const left = Math.max(-10, Math.min(width, from));
  const right = Math.min(width + 10, Math.max(to, from + MIN_WIDTH, -10));
  const isInView = to >= 0 && from <= width;
  const duration = formatDuration(span.end - span.start);
  const text = labelPlace(left, right, width, duration);
  // By keys, the chart does the same.
  const byHand = { onPointerEnter: props.onPoint, onFocus: props.onFocus, onDoubleClick: props.onToggle };
  return (
    <g
      data-span={id}
      className={classNames(styles.row, isShown && styles.shown)}
      role={isOpen === undefined ? 'img' : 'button'}
      {...(isOpen !== undefined && { 'aria-expanded': isOpen })}
      aria-label={spoken(span, props.origin)}
      tabIndex={isFocusable ? 0 : -1}
      {...byHand}
    >
      <rect className={styles.ground} x={0} y={rowTop} width={width} height={rowHeight} />
      {isInView && (
        <>
          <rect
            className={classNames(
              styles.bar,
              styles[span.kind],
              span.hasFailed && styles.failed,
              span.isRunning && styles.running,
            )}
            x={left}
            y={top}
            width={Math.max(MIN_WIDTH, right - left)}
            height={height}
            rx={Math.min(4, height / 2)}
          />
          <text
            className={classNames(styles.duration, text.isInside && styles.inside)}
            x={text.x}
            y={top + height / 2}
            dominantBaseline="central"
          >
            {duration}
          </text>
        </>
      )}
      {!isInView && (
        <text
          className={styles.beyond}
          x={from > width ? width - 8 : 8}
          y={top + height / 2}
          textAnchor={from > width ? 'end' : 'start'}
          dominantBaseline="central"
        >
          {from > width ? '→' : '←'}
        </text>
      )}
    </g>
  );
}

function spoken({ label, start, end, facts, isRunning, hasFailed }: Span, origin: number): string {
  const took = isRunning ? `running for ${formatDuration(end - start)}` : `took ${formatDuration(end - start)}`;
  const parts = [
    label,
    took,
    `began after ${formatDuration(start - origin)}`,
    ...(hasFailed ? ['failed'] : []),
    ...facts,
  ];
  return parts.join(', ');
}
