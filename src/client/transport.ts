/** One attempt to run a subscription. */
export interface Attempt {
  /** Of the gateway's GraphQL endpoint. */
  url: string;
  token: string | undefined;
  query: string;
  variables: Record<string, unknown>;
  signal: AbortSignal;
  /** Called when the gateway has taken the subscription. */
  onOpen: () => void;
}

/** A result of a subscription, as GraphQL has it. */
export interface Result {
  data?: Record<string, unknown> | null;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
}

/**
 * Runs one attempt: gives its results, and ends when the gateway says that the subscription is complete. Whatever it
 * throws is a lost connection, unless it is a `FeedError`, which is final.
 */
export type Transport = (attempt: Attempt) => AsyncIterable<Result>;
