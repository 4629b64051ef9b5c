import type { ExecutionArgs } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { Metrics } from '../../observability/metrics.ts';
import type { Plugin } from '../../operation-context.ts';
import { operationType } from '../../operation-type.ts';

/** Counts operations by type and code. */
export function useMetrics(metrics: Metrics): Plugin {
  const count = (type: string, result: object) => {
    const [error] = 'errors' in result && Array.isArray(result.errors) ? result.errors : [];
    metrics.operation(type, error ? String(error.extensions?.code ?? 'none') : 'ok');
  };
  return {
    onExecute: ({ args }) => ({
      onExecuteDone: ({ result }) => {
        if (!isAsyncIterable(result)) count(executedType(args), result);
      },
    }),
    onSubscribe: () => ({
      onSubscribeResult: ({ result }) => count('subscription', isAsyncIterable(result) ? {} : result),
    }),
  };
}

function executedType(args: ExecutionArgs): string {
  const type = operationType(args) ?? 'none';
  return type === 'subscription' ? 'event' : type;
}
