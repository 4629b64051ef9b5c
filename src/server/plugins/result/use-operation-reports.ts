import type { ExecutionArgs, GraphQLError } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import { onceAnswered } from '../../incremental/payload.ts';
import { codesOf, type OperationReport } from '../../observability/operation-report.ts';
import type { OperationReports } from '../../observability/operation-reports.ts';
import type { OperationContext, Plugin } from '../../operation-context.ts';
import { operationNameOf, operationType } from '../../operation-type.ts';
import { requestIdOf } from '../request/use-request-id.ts';

/**
 * Reports each operation when it is over, one that is delivered in parts when they all are; one that was refused before
 * it could run is reported with its answer.
 */
export function useOperationReports(reports: OperationReports): Plugin {
  return {
    onExecute: ({ args }) => {
      const { request } = args.contextValue;
      const done = onceAnswered((errors) => {
        const report = reportOf(args, { errors });
        if (report.type === 'event') reports.stepped(report);
        else reports.finished(report, request);
      });
      return {
        onExecuteDone: (payload) => {
          if (isAsyncIterable(payload.result) && request) reports.expects(request);
          return done(payload);
        },
      };
    },
    onSubscribe: ({ args }) => ({
      onSubscribeResult: ({ result }) => {
        const { request } = args.contextValue;
        if (isAsyncIterable(result)) reports.stepped({ ...reportOf(args, {}), type: 'subscription' }, request);
        else reports.finished({ ...reportOf(args, result), type: 'subscription' }, request);
      },
    }),
    // Of HTTP alone; a socket's operations that cannot run are reported where they are refused.
    onResultProcess: ({ request, result }) => {
      if (reports.has(request) || Array.isArray(result) || isAsyncIterable(result) || !result?.errors) return;
      const codes = codesOf(result.errors);
      reports.finished({ requestId: requestIdOf(request), type: 'none', durationMs: 0, codes }, request);
    },
  };
}

function reportOf(args: ExecutionArgs, { errors }: { errors?: readonly GraphQLError[] }): OperationReport {
  const { caller, begun, session } = args.contextValue as OperationContext;
  const type = operationType(args) ?? 'none';
  return {
    requestId: caller.requestId,
    caller,
    type: type === 'subscription' ? 'event' : type,
    name: operationNameOf(args),
    durationMs: performance.now() - begun,
    codes: codesOf(errors),
    upstream: session.trace.totals(),
  };
}
