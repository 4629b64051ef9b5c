import { GatewayError } from '../errors.ts';
import type { OperationContext, Plugin } from './operation-context.ts';

/** Bounds the time of a query, a mutation, a subscription event and the start of a subscription. */
export function useDeadline(timeoutMs: number): Plugin {
  return {
    onExecute: ({ executeFn, setExecuteFn }) => {
      setExecuteFn((args) => withDeadline(args.contextValue, timeoutMs, () => executeFn(args)));
    },
    onSubscribe: ({ subscribeFn, setSubscribeFn }) => {
      setSubscribeFn((args) => withDeadline(args.contextValue, timeoutMs, () => subscribeFn(args)));
    },
  };
}

/** The answer of `run`, or an error when it takes too long: then its upstream calls are aborted too. */
function withDeadline<Result>(
  { abort }: OperationContext,
  timeoutMs: number,
  run: () => Result | PromiseLike<Result>,
): Promise<Result | { data: null; errors: GatewayError[] }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const error = new GatewayError(
        'UPSTREAM_TIMEOUT',
        `The operation did not finish within ${timeoutMs} ms (GATEWAY_REQUEST_TIMEOUT_MS).`,
      );
      resolve({ data: null, errors: [error] });
      abort.abort(error);
    }, timeoutMs);
    Promise.resolve(run())
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
