import type { GraphQLError } from 'graphql';
import type { CoderSession } from '../coder/session.ts';
import type { AnswerSize } from './answer-size.ts';

/** What reading by plan needs of a request's context. */
export interface PlanContext {
  /** Problems that cost an item of a list rather than a field; they join the answer's errors. */
  readonly itemErrors: GraphQLError[];
  /** Counts what the answer has; absent: it has no bound. */
  readonly answerSize?: AnswerSize | undefined;
  /**
   * Whether texts are kept for executions to come.
   * @default true
   */
  readonly keepsTexts?: boolean | undefined;
  /** All that resolvers learn of Coder comes through it. */
  readonly session: Pick<CoderSession, 'identity' | 'record' | 'repeat'>;
}
