import { type MouseEvent, memo } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { counted } from '../../ui/counted.ts';
import { formatClock, formatDuration } from '../../ui/time.tsx';
import styles from './log-row.module.css';
import { styledText } from './model/ansi.ts';
import type { Line, Stage } from './model/log-store.ts';
import { marked } from './model/search.ts';

interface LogRowProps {
  line: Line;
  search: RegExp | undefined;
  selected: boolean;
  withTime: boolean;
  href: string | undefined;
  onSelect: (line: Line) => void;
}

/** A line. Its text is set as text, whatever it holds. */
export const LogRow = memo(function LogRow({ line, search, selected, withTime, href, onSelect }: LogRowProps) {
  const { number, createdAt, level, output } = line;
  const select = (event: MouseEvent) => {
    // With a modifier, the browser opens the link somewhere else.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onSelect(line);
  };
  return (
    <div
      className={classNames(styles.line, styles[level.toLowerCase()], selected && styles.selected)}
      data-line={number}
    >
      <a className={styles.number} href={href} onClick={select} tabIndex={-1} aria-label={`Line ${number}`}>
        {number}
      </a>
      {withTime && (
        <time className={styles.time} dateTime={createdAt}>
          {formatClock(Date.parse(createdAt))}
        </time>
      )}
      <span className={styles.text}>
        {SPOKEN[level] && <span className="visually-hidden">{SPOKEN[level]}: </span>}
        {marked(styledText(output), search).map(({ start, text, names, color, found }) => {
          const style = color === undefined ? undefined : { '--own': color };
          const Tag = found ? 'mark' : 'span';
          return (
            <Tag
              key={start}
              className={classNames(...names.map((name) => styles[name]), color && styles.own) || undefined}
              style={style}
            >
              {text}
            </Tag>
          );
        })}
      </span>
    </div>
  );
});

/** Colors alone do not tell a level. */
const SPOKEN: Record<string, string | undefined> = { WARN: 'Warning', ERROR: 'Error' };

interface StageHeadingProps {
  stage: Stage;
  /** When the next stage began; undefined while this is the last one. */
  until: string | undefined;
  goesOn: boolean;
}

export function StageHeading({ stage, until, goesOn }: StageHeadingProps) {
  const { name, count, startedAt, lastAt } = stage;
  const took = Date.parse(until ?? lastAt) - Date.parse(startedAt);
  return (
    <div className={styles.stage}>
      <span className={styles.name}>{name}</span>
      <span className={styles.facts}>
        {count > 0 && <span>{counted(count, 'line')}</span>}
        {until === undefined && goesOn ? <span>running</span> : took > 0 && <span>{formatDuration(took)}</span>}
      </span>
    </div>
  );
}
