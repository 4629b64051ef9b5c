import { ChevronRight } from 'lucide-react';
import { classNames } from '../../ui/class-names.ts';
import styles from './row-label.module.css';
import type { Row } from './rows.ts';
import type { Span } from './timeline.ts';

interface RowLabelProps {
  row: Row;
  top: number;
  width: number;
  height: number;
  /** Above its bar, not beside it. */
  isAbove: boolean;
  isPointed: boolean;
  isOpen: boolean;
  onToggle: (span: Span) => void;
}

/** What a row is of. The bars have the same names, so that this is for the eye, but for the button that opens. */
export function RowLabel({ row, top, width, height, isAbove, isPointed, isOpen, onToggle }: RowLabelProps) {
  const style = { top, width, height };
  if (row.kind === 'group') {
    const { title, spans } = row.group;
    return (
      <div className={styles.group} style={style}>
        <span className={styles.text} title={title}>
          {title}
        </span>
        {spans.some(({ hasFailed }) => hasFailed) && <span className={styles.failed}>failed</span>}
      </div>
    );
  }
  const { span, depth } = row;
  const names = classNames(
    styles.label,
    depth === 1 && styles.part,
    isAbove && styles.above,
    isPointed && styles.pointed,
  );
  if (span.parts.length === 0) {
    return (
      <div className={names} style={style} title={span.label} aria-hidden="true">
        <span className={styles.text}>{span.label}</span>
      </div>
    );
  }
  return (
    <div className={names} style={style}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isOpen}
        title={`Steps of ${span.label}`}
        onClick={() => onToggle(span)}
      >
        <ChevronRight aria-hidden="true" className={classNames(styles.chevron, isOpen && styles.open)} />
        <span className={styles.text}>{span.label}</span>
        <span className={styles.many}>{span.parts.length}</span>
      </button>
    </div>
  );
}
