import type { GraphQLError } from 'graphql';

/** What reading by plan needs of a request's context. */
export interface PlanContext {
  /** Problems that cost an item of a list rather than a field; they join the answer's errors. */
  readonly itemErrors: GraphQLError[];
}
