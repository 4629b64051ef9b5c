import type { ExecutionArgs, GraphQLError } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { Tracer, TraceSpan } from '../../../coder/tracer.ts';
import { onceAnswered } from '../../incremental/payload.ts';
import { codesOf } from '../../observability/operation-report.ts';
import type { OperationContext, Plugin } from '../../operation-context.ts';
import { operationNameOf, operationType } from '../../operation-type.ts';

/**
 * Each operation is a span, below that of its client where the request says which; its calls of Coder are below it. That
 * of an answer in parts lasts until the last of them; a subscription's until it ends, with the calls of its events.
 */
export function useTracing(tracer: Tracer): Plugin {
  return {
    onExecute: ({ args }) => {
      const { session, caller } = args.contextValue as OperationContext;
      const type = operationType(args);
      if (type === 'subscription') {
        session.span = caller.span;
        return;
      }
      const span = begun(tracer, args, type ?? 'none');
      return { onExecuteDone: onceAnswered((errors) => end(span, errors)) };
    },
    onSubscribe: ({ args }) => {
      const span = begun(tracer, args, 'subscription');
      (args.contextValue as OperationContext).caller.span = span;
      return {
        onSubscribeResult: ({ result }) => {
          // One that runs is ended with its events.
          if (!isAsyncIterable(result)) end(span, result.errors);
        },
      };
    },
  };
}

function begun(tracer: Tracer, args: ExecutionArgs, type: string): TraceSpan {
  const { caller, session } = args.contextValue as OperationContext;
  const { requestId, traceparent, transport } = caller;
  const attributes = {
    'graphql.operation.type': type,
    'graphql.operation.name': operationNameOf(args),
    'network.protocol.name': transport === 'http' ? 'http' : 'websocket',
    'coder_graphql.request_id': requestId,
  };
  const span = tracer.start(type, attributes, { traceparent, served: true });
  session.span = span;
  return span;
}

function end(span: TraceSpan, errors: readonly GraphQLError[] | undefined): void {
  const codes = codesOf(errors);
  span.end({ 'coder_graphql.error_codes': codes.length > 0 ? codes.join(',') : undefined }, codes[0]);
}
