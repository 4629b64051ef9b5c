import { useState } from 'react';
import type { Failure } from '../api/failure.ts';
import { useSession } from '../api/session.tsx';
import { RetryButton } from '../ui/controls/retry-button.tsx';
import { Notice, RequestId } from '../ui/state/notice.tsx';
import { SignInButton } from './sign-in-button.tsx';

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

interface FailureNoticeProps {
  failure: Failure;
  onRetry?: () => void;
  /** What the failure means for what is shown beside it. */
  note?: string | undefined;
}

/** What went wrong, in words that a person can act on, and the way on: sign in, or try again. */
export function FailureNotice({ failure, onRetry, note }: FailureNoticeProps) {
  const { code, message, detail, fields, retryAfter, requestId, outcome } = failure;
  const session = useSession();
  const [since, setSince] = useState({ failure, session });
  if (since.failure !== failure) setSince({ failure, session });
  // What was refused to an old token is no news once there is another.
  if (code === 'UNAUTHENTICATED' && since.session !== session) return null;
  if (outcome === 'UNKNOWN') return <UnknownOutcome failure={failure} />;
  const action =
    code === 'UNAUTHENTICATED' ? (
      <SignInButton size="small" />
    ) : (
      onRetry && <RetryButton error={failure} after={retryAfter} onRetry={onRetry} />
    );
  const expired = code === 'UNAUTHENTICATED' && session.token !== undefined;
  return (
    <Notice tone="bad" title={expired ? 'Sign in again' : TITLES[code]} actions={action}>
      {note && <p>{note}</p>}
      <p>{message}</p>
      {detail && <p>{detail}</p>}
      {fields.map(({ field, detail: wrong }) => (
        <p key={field}>
          <code>{field}</code>: {wrong}
        </p>
      ))}
      {retryAfter !== undefined && !onRetry && <p>Try again in {retryAfter} s.</p>}
      <RequestId id={requestId} />
    </Notice>
  );
}

/** The answer to a mutation was lost. A second attempt could do it twice. */
function UnknownOutcome({ failure }: { failure: Failure }) {
  return (
    <Notice tone="bad" title="It may have been done, or not">
      <p>{TITLES[failure.code]}, and its answer was lost. Look at the workspace before you try again.</p>
    </Notice>
  );
}
