import { type DocumentNode, type ExecutionArgs, getOperationAST, Kind } from 'graphql';
import { LRUCache } from 'lru-cache';
import { type Executor, SharedOperation, type SharedResults } from './shared-operation.ts';
import { effectiveVariables } from './variables-effect.ts';

/** Characters of the results that are kept for subscribers who are slower than the first one, in the whole process. */
const MAX_KEPT = 4 * 1024 * 1024;

/** The last result of an operation is let go within this time. */
const SWEEP_MS = 1_000;

/** A running subscription, as far as its events are the same for others. */
export interface SharedSubscription {
  operation: SharedOperation;
  /** To be called once, when it has ended. */
  release: () => void;
}

/**
 * Executes an event once for all subscriptions that get the same of it: equal in document, operation and the variables
 * that have an effect, and of an event that is the same for whoever may see it. Which events are, the root field says
 * (`extensions.sharesEvent`). They are executed without a context, so that no caller's data can be in the result; where
 * that fails, the event is executed for each subscription, with all plugins.
 */
export class SharedEvents {
  readonly #executor: Executor;
  readonly #operations = new WeakMap<DocumentNode, Map<string, SharedOperation>>();
  readonly #kept: SharedResults = new LRUCache({
    maxSize: MAX_KEPT,
    sizeCalculation: (_, { text }) => text.length,
    dispose: ({ event, operation }, result) => operation.forget(event, result),
  });

  /** Those that have executed something since the last sweep. */
  readonly #recent = new Set<SharedOperation>();
  #sweep: NodeJS.Timeout | undefined;

  constructor(executor: Executor) {
    this.#executor = executor;
  }

  /** Undefined: none of its events are the same for others. */
  join({ schema, document, operationName, variableValues }: ExecutionArgs): SharedSubscription | undefined {
    const ast = getOperationAST(document, operationName);
    const root = ast?.selectionSet.selections[0];
    if (root?.kind !== Kind.FIELD) return undefined;
    const { sharesEvent } = schema.getSubscriptionType()?.getFields()[root.name.value]?.extensions ?? {};
    if (typeof sharesEvent !== 'function') return undefined;
    const names = ast ? effectiveVariables(document, ast) : [];
    const values = names.map((name) => [name, variableValues?.[name]]);
    const key = JSON.stringify([ast?.name?.value, Object.fromEntries(values)]);
    const equal = this.#operations.get(document) ?? new Map<string, SharedOperation>();
    this.#operations.set(document, equal);
    let operation = equal.get(key);
    if (operation === undefined) {
      operation = new SharedOperation({
        args: { schema, document, operationName, variableValues },
        executor: this.#executor,
        sharesEvent: (event) => sharesEvent(event) === true,
        kept: this.#kept,
        executed: this.#executed,
      });
      equal.set(key, operation);
    }
    operation.subscriptions++;
    return { operation, release: () => this.#leave(equal, key, operation) };
  }

  /** An operation that has executed nothing lately holds no event and no result. */
  readonly #executed = (operation: SharedOperation): void => {
    this.#recent.add(operation);
    this.#sweep ??= setTimeout(() => {
      this.#sweep = undefined;
      for (const each of this.#recent) each.forgetLast();
      this.#recent.clear();
    }, SWEEP_MS).unref();
  };

  #leave(equal: Map<string, SharedOperation>, key: string, operation: SharedOperation): void {
    if (--operation.subscriptions > 0) return;
    equal.delete(key);
    operation.close();
  }
}
