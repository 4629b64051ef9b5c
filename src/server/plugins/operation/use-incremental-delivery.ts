import type { IncomingMessage } from 'node:http';
import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { Logger } from 'pino';
import { GatewayError } from '../../../errors.ts';
import { withinSize } from '../../../plan/executor/plan-executor.ts';
import { IncrementalBody } from '../../incremental/incremental-body.ts';
import { hasIncrementalDirectives, isIncremental } from '../../incremental/incremental-directives.ts';
import { acceptedIncrementalFraming, type IncrementalFraming } from '../../incremental/incremental-framing.ts';
import { IncrementalResults } from '../../incremental/incremental-results.ts';
import type { Payload } from '../../incremental/payload.ts';
import { wrongStreamArguments } from '../../incremental/stream-arguments.ts';
import type { UnsentBytes } from '../../limits/unsent-bytes.ts';
import type { OperationContext, Plugin } from '../../operation-context.ts';
import { requestIdOf } from '../request/use-request-id.ts';

export interface IncrementalDeliveryOptions {
  /** Milliseconds between the heartbeats of server-sent events. */
  heartbeatMs: number;
  unsentBytes: UnsentBytes;
  log: Logger;
}

/**
 * `@defer` and `@stream`, by yoga's own executor, in multipart or server-sent events. Who accepts neither is refused
 * before anything runs; `graphql-transport-ws` has no messages for it. Must come behind the executor of plans, and
 * before the deadline, which wraps what runs.
 */
export function useIncrementalDelivery({ heartbeatMs, unsentBytes, log }: IncrementalDeliveryOptions): Plugin {
  const rules = useDeferStream();
  const framings = new WeakMap<Request, IncrementalFraming>();
  return {
    onValidate: (payload) => {
      if (hasIncrementalDirectives(payload.params.documentAST)) return rules.onValidate?.(payload as never);
      return undefined;
    },
    onExecute: ({ args, executeFn, setExecuteFn, setResultAndStopExecution }) => {
      if (!isIncremental(args)) return;
      const { request, caller } = args.contextValue as OperationContext & { request?: Request };
      const framing = request && acceptedIncrementalFraming(request.headers.get('accept'));
      if (!framing || caller.transport !== 'http') return setResultAndStopExecution({ errors: [notAcceptable()] });
      const wrong = wrongStreamArguments(args);
      if (wrong) return setResultAndStopExecution({ errors: [wrong] });
      framings.set(request, framing);
      setExecuteFn(async (args: ExecutionArgs) => {
        const result: unknown = await executeFn(args);
        const { abort, answerSize: size } = args.contextValue as OperationContext;
        if (!isAsyncIterable(result)) return size ? withinSize(result as ExecutionResult, size) : result;
        return new IncrementalResults(result as AsyncIterable<Payload>, {
          abort,
          hasGone: () => caller.signal.aborted,
          endsAlone: caller.trace,
          size,
        });
      });
    },
    onSubscribe: ({ args, setResultAndStopExecution }) => {
      if (isIncremental(args)) setResultAndStopExecution({ errors: [notOfSubscriptions()] });
    },
    onResultProcess: ({ request, result, setResultProcessor, serverContext }) => {
      const framing = framings.get(request);
      if (!framing || !isAsyncIterable(result)) return;
      const { req } = serverContext as { req?: IncomingMessage };
      setResultProcessor((_, fetchAPI) => {
        const { stream } = new IncrementalBody(result[Symbol.asyncIterator]() as AsyncIterator<Payload>, {
          framing,
          heartbeatMs,
          fetchAPI,
          signal: request.signal,
          failed: (err) => log.error({ requestId: requestIdOf(request), err }, 'unexpected error'),
          counted: (waiting) => (req ? unsentBytes.count(req.socket, waiting) : () => {}),
        });
        const headers = { 'content-type': framing.contentType, 'cache-control': 'no-cache' };
        return new fetchAPI.Response(stream, { headers });
      }, framing.contentType);
    },
  };
}

function notAcceptable(): GatewayError {
  return new GatewayError(
    'BAD_USER_INPUT',
    'An answer in parts (@defer, @stream) needs HTTP and a header "Accept: multipart/mixed;deferSpec=20220824" or ' +
      '"Accept: text/event-stream" (server-sent events); other clients leave the directives out or set "if: false".',
    { extensions: { http: { status: 406 } } },
  );
}

function notOfSubscriptions(): GatewayError {
  return new GatewayError(
    'BAD_USER_INPUT',
    'A subscription has no answer in parts: expected no @defer and no @stream in force, or "if: false".',
    { extensions: { http: { spec: true, status: 400 } } },
  );
}
