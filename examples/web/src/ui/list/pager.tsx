import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import styles from './pager.module.css';

export interface PagerProps {
  /** What is on this page, in words. */
  text: string;
  /** Absent: there is no page before this one. */
  onPrevious?: (() => void) | undefined;
  /** Absent: there is none behind it. */
  onNext?: (() => void) | undefined;
}

/** Leads from page to page of a list. */
export function Pager({ text, onPrevious, onNext }: PagerProps) {
  return (
    <nav className={styles.pager} aria-label="Pages">
      <p className={styles.text} aria-live="polite">
        {text}
      </p>
      {(onPrevious || onNext) && (
        <div className={styles.buttons}>
          <Button size="small" icon={ChevronLeft} disabled={!onPrevious} onClick={onPrevious}>
            Previous
          </Button>
          <Button size="small" disabled={!onNext} onClick={onNext}>
            Next
            <ChevronRight aria-hidden="true" className={styles.arrow} />
          </Button>
        </div>
      )}
    </nav>
  );
}
