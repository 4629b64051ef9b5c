import type { ExecutionResult } from 'graphql';
import { type FetchAPI, isAsyncIterable, processRegularResult } from 'graphql-yoga';
import { GatewayError } from '../../../errors.ts';
import type { Plugin } from '../../operation-context.ts';
import { operationType } from '../../operation-type.ts';
import { acceptedFraming } from '../../streams/accepted-framing.ts';
import { type Framing, multipart } from '../../streams/framing.ts';
import { streamBody } from '../../streams/stream-body.ts';

export interface SubscriptionStreamsOptions {
  /** Milliseconds between heartbeats. */
  heartbeatMs: number;
}

/**
 * Subscriptions over HTTP, as server-sent events or in Apollo's multipart protocol. One whose client accepts neither is
 * refused before it starts. Yoga would start it, answer 406 and forget it.
 */
export function useSubscriptionStreams({ heartbeatMs }: SubscriptionStreamsOptions): Plugin {
  const framings = new WeakMap<Request, Framing | undefined>();
  return {
    // The first hook that knows the operation; a document that is not valid is told in the same framing.
    onValidate: ({ params: { documentAST: document }, context }) => {
      const { request, params } = context as { request?: Request; params?: { operationName?: string | null } };
      const { operationName } = params ?? {};
      if (!request || operationType({ document, operationName }) !== 'subscription') return;
      framings.set(request, acceptedFraming(request.headers.get('accept')));
    },
    onSubscribe: ({ args: { contextValue }, setResultAndStopExecution }) => {
      const { request } = contextValue;
      if (!request || framings.get(request)) return;
      setResultAndStopExecution({ errors: [notAcceptable()] });
    },
    onResultProcess: ({ request, result, resultProcessor, setResultProcessor }) => {
      const known = framings.has(request);
      const framing = known ? framings.get(request) : acceptedFraming(request.headers.get('accept'));
      // Of a document that is not GraphQL nobody knows what it was to be: JSON is the better answer.
      if (!known && (framing !== multipart || resultProcessor === processRegularResult)) return;
      if (framing && isAsyncIterable(result)) {
        setResultProcessor((_, fetchAPI) => {
          const body = streamBody(result[Symbol.asyncIterator](), { framing, heartbeatMs, fetchAPI });
          const headers = { 'content-type': framing.contentType, 'cache-control': 'no-cache' };
          return new fetchAPI.Response(body, { headers });
        }, framing.contentType);
      } else if (framing === multipart) {
        setResultProcessor(
          (single, fetchAPI) => multipartAnswer(single as ExecutionResult, fetchAPI),
          multipart.contentType,
        );
      } else if (!resultProcessor) setResultProcessor(processRegularResult, 'application/json');
    },
  };
}

/** One result as a stream that has ended, with the status and the headers that it has as JSON. */
function multipartAnswer(result: ExecutionResult, fetchAPI: FetchAPI): Response {
  const { status, headers } = processRegularResult(result, fetchAPI, 'application/json');
  headers.set('content-type', multipart.contentType);
  headers.delete('content-length');
  const body = multipart.opening + multipart.result(result, undefined) + multipart.end;
  return new fetchAPI.Response(body, { status, headers });
}

function notAcceptable(): GatewayError {
  return new GatewayError(
    'BAD_USER_INPUT',
    'A subscription needs a header "Accept: text/event-stream" (server-sent events) or ' +
      '"Accept: multipart/mixed;subscriptionSpec=1.0" (multipart), or a WebSocket (graphql-transport-ws).',
    { extensions: { http: { status: 406 } } },
  );
}
