import type { Failure } from '../api/failure.ts';
import { FailureNotice } from './failure-notice.tsx';
import { SignIn } from './sign-in.tsx';

/** In the place of a whole page that could not be read. */
export function PageFailure({ failure, onRetry }: { failure: Failure; onRetry: () => void }) {
  return failure.code === 'UNAUTHENTICATED' ? <SignIn /> : <FailureNotice failure={failure} onRetry={onRetry} />;
}
