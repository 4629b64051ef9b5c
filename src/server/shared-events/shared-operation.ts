import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { isPromise } from 'graphql-yoga';
import type { LRUCache } from 'lru-cache';
import { idOfEvent } from '../streams/event-ids.ts';
import { SharedResult } from './shared-result.ts';

/** Executes an operation, without any plugin around it. */
export type Executor = (args: ExecutionArgs) => PromiseLike<ExecutionResult> | ExecutionResult;

/** Results by their events; null: the event has to be executed for each subscriber. */
type Results = WeakMap<object, SharedResult | null>;

/** The newest results of the process; one that is dropped is forgotten by the operation that it belongs to. */
export type SharedResults = LRUCache<SharedResult, { event: object; operation: SharedOperation }>;

interface LastResult {
  event: object;
  result: SharedResult | null;
  /** Whether it is among the results that are kept. */
  kept: boolean;
}

export interface SharedOperationOptions {
  /** Of any of the subscriptions. */
  args: Pick<ExecutionArgs, 'schema' | 'document' | 'operationName' | 'variableValues'>;
  executor: Executor;
  /** Whether an event is the same for whoever may see it. */
  sharesEvent: (event: unknown) => boolean;
  kept: SharedResults;
  /** Told of each execution: `forgetLast` is to be called some time after it. */
  executed: (operation: SharedOperation) => void;
}

/**
 * What belongs to nobody: a field that asks anything of a caller fails, and its event is executed for each of them. The
 * texts of an answer are not counted, since lines of a log come in batches that are bounded already. Nor are they kept:
 * each line is written once.
 */
const nobody: object = new Proxy(Object.freeze({ answerSize: undefined, keepsTexts: false }), {
  get: (target, name) => {
    if (name in target) return target[name as keyof typeof target];
    throw new Error(`An event that is executed once for all subscribers has no ${String(name)}.`);
  },
});

/** An operation of any number of subscriptions that get the same of an event. */
export class SharedOperation {
  /** Those that run. */
  subscriptions = 0;
  readonly #options: SharedOperationOptions;
  /** Many events have one subscriber only: then nothing but this is kept. */
  #last: LastResult | undefined;
  readonly #results: Results = new WeakMap();
  /** Those of them that are among the results that the process keeps. */
  readonly #kept = new Set<SharedResult>();

  constructor(options: SharedOperationOptions) {
    this.#options = options;
  }

  /** The event's result, executed for the first who asks; undefined: it differs between subscribers. */
  resultOf(event: unknown): SharedResult | undefined {
    const last = this.#last;
    if (last !== undefined && event === last.event) return this.#again(last);
    if (typeof event !== 'object' || event === null || !this.#options.sharesEvent(event)) return undefined;
    const known = this.#results.get(event);
    if (known !== undefined) return known ?? undefined;
    const result = this.#execute(event);
    this.#last = { event, result, kept: false };
    this.#options.executed(this);
    return result ?? undefined;
  }

  /** Lets go of the last event and its result. */
  forgetLast(): void {
    this.#last = undefined;
  }

  /** The process keeps this result no more. */
  forget(event: object, result: SharedResult): void {
    this.#results.delete(event);
    this.#kept.delete(result);
  }

  /** The last subscription has ended: nobody asks for these results again. */
  close(): void {
    this.forgetLast();
    for (const result of this.#kept) this.#options.kept.delete(result);
  }

  /** A second subscriber asks for it, and so may others who are slower. */
  #again(last: LastResult): SharedResult | undefined {
    const { event, result, kept } = last;
    if (!kept) {
      last.kept = true;
      this.#results.set(event, result);
      if (result) {
        this.#options.kept.set(result, { event, operation: this });
        // One that is larger than all may be together is not taken.
        if (this.#options.kept.has(result)) this.#kept.add(result);
      }
    }
    return result ?? undefined;
  }

  #execute(event: object): SharedResult | null {
    const { args, executor } = this.#options;
    const { schema, document, operationName, variableValues } = args;
    // Each by its name: V8 copies `...args` one by one into an object whose properties are slow to read.
    const result = executor({
      schema,
      document,
      operationName,
      variableValues,
      rootValue: event,
      contextValue: nobody,
    });
    if (isPromise(result)) {
      // Nothing waits here for what is not known yet, and nobody needs it any more.
      result.then(undefined, () => {});
      return null;
    }
    return result.data && !result.errors ? new SharedResult(result, idOfEvent(event)) : null;
  }
}
