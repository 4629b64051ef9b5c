import type { TracedRequest } from './trace.ts';
import type { TraceSpan } from './tracer.ts';

/** On whose behalf a call is made. */
export interface Caller {
  token: string | undefined;
  /** `CoderClient.identity` of the token, where it is known: hashing it for each call would cost more than the call. */
  identity?: string;
  signal: AbortSignal | undefined;
  /** Of the client's request; Coder gets it as `X-Request-Id`. Absent: nobody's request causes the call. */
  requestId?: string | undefined;
  /** The step of a distributed trace that causes the call. Absent: none is told. */
  span?: TraceSpan | undefined;
  /** Asked before each request that goes out; throws when the caller may cause no more. */
  consumeCallBudget: () => void;
  /** Told of the bytes of answers as they arrive; throws when the caller may cause no more. Absent: no bound. */
  consumeByteBudget?: (bytes: number) => void;
  trace: (request: TracedRequest) => void;
  /** Do not join an in-flight read: the caller knows of a later change. */
  skipInFlight?: true;
}

/** For calls that need no token and are on nobody's account. */
export const nobody: Caller = { token: undefined, signal: undefined, consumeCallBudget: () => {}, trace: () => {} };
