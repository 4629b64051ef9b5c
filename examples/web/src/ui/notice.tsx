import { CircleAlert, Info, type LucideIcon, RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Failure } from '../api/failure.ts';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './notice.module.css';

const ICONS: Record<'info' | 'warn' | 'bad', LucideIcon> = { info: Info, warn: TriangleAlert, bad: CircleAlert };

export interface NoticeProps {
  tone?: 'info' | 'warn' | 'bad';
  title: ReactNode;
  children?: ReactNode;
  /** Buttons. */
  actions?: ReactNode;
}

/** Something to know, above what it is about. Errors are announced by screen readers. */
export function Notice({ tone = 'info', title, children, actions }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div role={tone === 'bad' ? 'alert' : 'status'} className={classNames(styles.notice, styles[tone])}>
      <Icon aria-hidden="true" className={styles.icon} />
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        {children && <div className={styles.detail}>{children}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

const TITLES: Record<Failure['code'], string> = {
  UNAUTHENTICATED: 'Sign in to see this',
  FORBIDDEN: 'You are not allowed to do this',
  NOT_FOUND: 'This does not exist, or is not yours to see',
  BAD_USER_INPUT: 'This was not understood',
  NOT_READY: 'This is not ready yet',
  RATE_LIMITED: 'Too many requests',
  OVERLOADED: 'The gateway is busy',
  UPSTREAM_TIMEOUT: 'Coder took too long to answer',
  UPSTREAM_UNAVAILABLE: 'Coder cannot be reached',
  UPSTREAM_BAD_RESPONSE: 'Coder gave an answer that makes no sense',
  UPSTREAM_TOO_OLD: 'This needs a newer Coder',
  OFFLINE: 'The gateway cannot be reached',
  OTHER: 'Something went wrong',
};

export function failureTitle({ code }: Failure): string {
  return TITLES[code];
}

/** What went wrong, in words that a person can act on. */
export function FailureNotice({ failure, onRetry }: { failure: Failure; onRetry?: () => void }) {
  const { message, detail, fields, retryAfter, requestId } = failure;
  return (
    <Notice
      tone="bad"
      title={failureTitle(failure)}
      actions={
        onRetry && (
          <Button size="small" icon={RotateCw} onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      <p>{message}</p>
      {detail && <p>{detail}</p>}
      {fields.map(({ field, detail: wrong }) => (
        <p key={field}>
          <code>{field}</code>: {wrong}
        </p>
      ))}
      {retryAfter !== undefined && <p>Try again in {retryAfter} s.</p>}
      {requestId && (
        <p className={styles.faint}>
          Request <code>{requestId}</code>
        </p>
      )}
    </Notice>
  );
}
