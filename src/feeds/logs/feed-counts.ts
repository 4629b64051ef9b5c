/** Why a followed log had to be taken up again: how its socket ended, or that another's token is used now. */
export type ResumeReason = 'closed' | 'lost' | 'malformed' | 'refused' | 'token';

/** What all followed logs have done, as plain numbers. */
export class FeedCounts {
  /** Each once, however many read it. */
  lines = 0;
  /** That these lines were handed out in. */
  batches = 0;
  /** That Coder sent again. */
  duplicateLines = 0;
  readonly resumes: Record<ResumeReason, number> = { closed: 0, lost: 0, malformed: 0, refused: 0, token: 0 };
}
