import type { Caller } from '../coder/caller.ts';
import type { CloseReason } from '../coder/connection/follow.ts';
import { isCoderRefusal, UpstreamError } from '../coder/response/failures.ts';
import type { LogId } from '../coder/rest/scalars.ts';
import type { TraceSpan } from '../coder/tracer.ts';
import { type ErrorCode, GatewayError } from '../errors.ts';

/** Whether Coder says that this token may not read the target, or that there is none. */
export function isDenied(error: unknown): error is UpstreamError {
  return isCoderRefusal(error) && [401, 403, 404, 410].includes(error.status);
}

/** What has no code is a defect of the gateway. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof GatewayError ? error.code : 'INTERNAL_SERVER_ERROR';
}

/** What `Retry-After` asks for, capped: Coder's limiter counts whole minutes. */
export function retryAfterMs(error: unknown): number {
  return cappedMs(error instanceof GatewayError ? error.extensions.retryAfter : undefined);
}

/** The same for a socket whose handshake was refused. */
export function refusalRetryAfterMs(reason: CloseReason): number {
  return cappedMs(reason.kind === 'refused' ? reason.retryAfter : undefined);
}

function cappedMs(seconds: unknown): number {
  return typeof seconds === 'number' ? Math.min(seconds, 60) * 1_000 : 0;
}

/** The failure of a log feed: `extensions.lastId` is where to resume, absent when nothing was delivered. */
export function feedFailure(error: unknown, last: LogId | undefined): unknown {
  if (!(error instanceof GatewayError)) return error;
  const { code: _, upstream, ...extensions } = error.extensions;
  return new GatewayError(error.code, error.message, {
    ...(error.originalError !== undefined && { originalError: error.originalError }),
    upstream: error instanceof UpstreamError ? (upstream as object) : undefined,
    extensions: { ...extensions, ...(last !== undefined && { lastId: String(last) }) },
  });
}

/** The failure of a feed that gives up; the last answer, where there was one, says what stands in its way. */
export function lostUpstream(code: ErrorCode, last?: UpstreamError): GatewayError {
  const reason =
    code === 'UPSTREAM_BAD_RESPONSE'
      ? 'What Coder sends cannot be read; the feed gives up.'
      : 'Coder did not come back in time; the feed gives up.';
  return new GatewayError(code, last?.status === undefined ? reason : `${reason} ${last.message}`);
}

/**
 * Not charged to a call budget, because reads of a feed belong to the subscription and to none of its events. They never
 * join an older read, because they follow a change.
 */
export function feedCaller(token: string, signal: AbortSignal, span?: TraceSpan): Caller {
  return { token, signal, span, consumeCallBudget: () => {}, trace: () => {}, skipInFlight: true };
}
