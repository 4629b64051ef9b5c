import { loopClock } from '../../../coder/policies/loop-clock.ts';
import { settingNames } from '../../../config.ts';
import { GatewayError } from '../../../errors.ts';
import { IncrementalResults } from '../../incremental/incremental-results.ts';
import type { OperationContext, Plugin } from '../../operation-context.ts';
import { operationType } from '../../operation-type.ts';

/**
 * Bounds the time of a query, a mutation, a subscription event and the start of a subscription; that of an answer in
 * parts until the last of them.
 */
export function useDeadline(timeoutMs: number): Plugin {
  return {
    onExecute: ({ executeFn, setExecuteFn }) => {
      setExecuteFn((args) => {
        const writes = operationType(args) === 'mutation';
        return withDeadline(
          args.contextValue,
          (isAnswered) => timedOut(timeoutMs, writes && !isAnswered ? args.contextValue : undefined),
          timeoutMs,
          () => executeFn(args),
        );
      });
    },
    onSubscribe: ({ subscribeFn, setSubscribeFn }) => {
      setSubscribeFn((args) =>
        withDeadline(
          args.contextValue,
          () => timedOut(timeoutMs),
          timeoutMs,
          () => subscribeFn(args),
        ),
      );
    },
  };
}

/** `mutation`: the context of one. */
function timedOut(timeoutMs: number, mutation?: OperationContext): GatewayError {
  const message = `The operation did not finish within ${timeoutMs} ms (${settingNames.requestTimeoutMs}).`;
  if (!mutation) return new GatewayError('UPSTREAM_TIMEOUT', message);
  // What has been sent to Coder goes on there, and what came of the mutations before it is lost with the answer.
  const unknown = 'It is unknown which of its mutations took effect: read what they change before trying again.';
  return new GatewayError('UPSTREAM_TIMEOUT', `${message} ${unknown}`, {
    extensions: { outcome: 'UNKNOWN', ...mutation.lastWrite },
  });
}

/**
 * The answer of `run`, or the error that `late` makes when it takes too long; its upstream calls are aborted then too.
 * Where parts of the answer are still to come (`isAnswered`), they fail by that.
 */
function withDeadline<Result>(
  { abort }: OperationContext,
  late: (isAnswered: boolean) => GatewayError,
  timeoutMs: number,
  run: () => Result | PromiseLike<Result>,
): Promise<Result | { data: null; errors: GatewayError[] }> {
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    const cancel = loopClock.after(timeoutMs, () => {
      const error = late(isAnswered);
      resolve({ data: null, errors: [error] });
      abort.abort(error);
    });
    // A `run` that throws at once rejects this promise, so that it is canceled then too.
    new Promise<Result>((begin) => begin(run())).then(
      (result) => {
        isAnswered = true;
        if (result instanceof IncrementalResults) result.whenReleased(cancel);
        else cancel();
        resolve(result);
      },
      (error) => {
        cancel();
        reject(error);
      },
    );
  });
}
