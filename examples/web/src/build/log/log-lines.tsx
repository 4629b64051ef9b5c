import type { CSSProperties, KeyboardEvent, RefObject } from 'react';
import { classNames } from '../../ui/class-names.ts';
import styles from './log-lines.module.css';
import { LogRow, StageHeading } from './log-row.tsx';
import type { LogSnapshot } from './model/log-follower.ts';
import type { Line } from './model/log-store.ts';
import type { LinesView } from './use-lines-view.ts';

interface LogLinesProps {
  name: string;
  /** Of what tells the keys. */
  keysId: string;
  scroller: RefObject<HTMLDivElement | null>;
  snapshot: LogSnapshot;
  view: LinesView;
  wrap: boolean;
  withTime: boolean;
  goesOn: boolean;
  selected: number | undefined;
  href: ((line: Line) => string) | undefined;
  onSelect: (line: Line) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** It takes the focus so that it can be scrolled by keys. */
const scrollable = { tabIndex: 0 };

/** The lines that are in view, of all that there are. */
export function LogLines(props: LogLinesProps) {
  const { name, keysId, scroller, snapshot, view, wrap, withTime, goesOn, selected, href, onSelect, onKeyDown } = props;
  const { log } = snapshot;
  const { rows, virtualizer, search, stage } = view;
  const items = virtualizer.getVirtualItems();
  const heading = (first: number) => {
    const place = log.stages.findIndex((each) => each.first === first);
    const found = log.stages[place];
    return found && <StageHeading stage={found} until={log.stages[place + 1]?.startedAt} goesOn={goesOn} />;
  };
  const style = { '--digits': `${String(log.count).length}ch` } as CSSProperties;
  return (
    <div
      ref={scroller}
      className={classNames(styles.scroller, wrap && styles.wrapped)}
      role="log"
      // What comes is told as a summary.
      aria-live="off"
      aria-label={name}
      aria-describedby={keysId}
      {...scrollable}
      style={style}
      onKeyDown={onKeyDown}
    >
      <span className={styles.probe} aria-hidden="true" data-probe>
        {'0'.repeat(100)}
      </span>
      {stage && stage.name !== '' && (
        <div className={styles.sticky} aria-hidden="true">
          {heading(stage.first)}
        </div>
      )}
      <div className={styles.height} style={{ height: virtualizer.getTotalSize() }}>
        <div className={styles.rows} style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
          {items.map(({ key, index }) => {
            const row = rows[index] ?? 0;
            const line = log.line(row);
            return (
              <div key={key} data-index={index} ref={virtualizer.measureElement}>
                {line ? (
                  <LogRow
                    line={line}
                    search={search}
                    selected={line.number === selected}
                    withTime={withTime}
                    href={href?.(line)}
                    onSelect={onSelect}
                  />
                ) : (
                  heading(-row)
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
