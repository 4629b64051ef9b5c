import { CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Failure } from '../api/failure.ts';
import { SignInButton } from '../layout/sign-in-button.tsx';
import { classNames } from './class-names.ts';
import styles from './notice.module.css';
import { RetryButton } from './retry-button.tsx';

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

interface FailureNoticeProps {
  failure: Failure;
  onRetry?: () => void;
}

/** What went wrong, in words that a person can act on, and the way on: sign in, or try again. */
export function FailureNotice({ failure, onRetry }: FailureNoticeProps) {
  const { code, message, detail, fields, retryAfter, requestId, outcome } = failure;
  if (outcome === 'UNKNOWN') return <UnknownOutcome failure={failure} />;
  const action =
    code === 'UNAUTHENTICATED' ? (
      <SignInButton size="small" />
    ) : (
      onRetry && <RetryButton after={retryAfter} onRetry={onRetry} />
    );
  return (
    <Notice tone="bad" title={failureTitle(failure)} actions={action}>
      <p>{message}</p>
      {detail && <p>{detail}</p>}
      {fields.map(({ field, detail: wrong }) => (
        <p key={field}>
          <code>{field}</code>: {wrong}
        </p>
      ))}
      {retryAfter !== undefined && !onRetry && <p>Try again in {retryAfter} s.</p>}
      {requestId && (
        <p className={styles.faint}>
          Request <code>{requestId}</code>
        </p>
      )}
    </Notice>
  );
}

/** The answer to a mutation was lost. A second attempt could do it twice. */
function UnknownOutcome({ failure }: { failure: Failure }) {
  return (
    <Notice tone="bad" title="It may have been done, or not">
      <p>{failureTitle(failure)}, and its answer was lost. Look at the workspace before you try again.</p>
    </Notice>
  );
}
