import { FailureNotice } from '../layout/failure-notice.tsx';
import { Notice, RequestId } from '../ui/state/notice.tsx';
import type { Problem } from './use-actions.ts';

/** What came of a mutation that was not done: Coder's refusal in its own words, or what went wrong on the way. */
export function ProblemNotice({ problem }: { problem: Problem | undefined }) {
  if (problem === undefined) return null;
  if ('failure' in problem) return <FailureNotice failure={problem.failure} />;
  const { message, detail, requestId } = problem.refused;
  return (
    <Notice tone="bad" title={message}>
      {detail && detail !== message && <p>{detail}</p>}
      <RequestId id={requestId} />
    </Notice>
  );
}
