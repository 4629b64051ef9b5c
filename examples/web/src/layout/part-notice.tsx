import type { Failure } from '../api/failure.ts';
import { Notice } from '../ui/state/notice.tsx';
import { FailureNotice } from './failure-notice.tsx';
import styles from './part-notice.module.css';

interface PartNoticeProps {
  /** Of a query that brought a part of what it asked for, or of the feed that keeps the page up to date. */
  failure: Failure | undefined;
  onRetry: () => void;
}

/** Over a page of which a part is not there, or which does not change by itself any more. */
export function PartNotice({ failure, onRetry }: PartNoticeProps) {
  // What is said of the connection stands over all pages.
  if (failure === undefined || failure.code === 'OFFLINE') return null;
  return (
    <div className={styles.part}>
      {failure.code === 'FORBIDDEN' ? (
        <Notice title="Some of this is not shown">
          You are not allowed to see all of it, such as when its template is hidden from you.
        </Notice>
      ) : (
        <FailureNotice failure={failure} onRetry={onRetry} />
      )}
    </div>
  );
}
