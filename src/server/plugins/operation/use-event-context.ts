import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import { isAsyncIterable } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { UpstreamTotals } from '../../../coder/trace.ts';
import type { NewsOf } from '../../../plan/changes.ts';
import { fragmentsOf } from '../../documents/fragments.ts';
import { codedErrors } from '../../errors/error-format.ts';
import { EventResults, type EventResultsOptions } from '../../event-results.ts';
import { codesOf } from '../../observability/operation-report.ts';
import type { OperationReports } from '../../observability/operation-reports.ts';
import {
  type CreateContext,
  createOperationContext,
  type OperationCaller,
  type OperationContext,
  type Plugin,
} from '../../operation-context.ts';
import { operationNameOf } from '../../operation-type.ts';
import { SharedDelivery } from '../../shared-events/shared-delivery.ts';
import type { SharedEvents, SharedSubscription } from '../../shared-events/shared-events.ts';
import { noteEventId } from '../../streams/event-ids.ts';

export interface EventContextOptions {
  createContext: CreateContext;
  /** Told of each subscription that has ended. */
  reports: OperationReports;
  log: Logger;
  /** Executes what is the same for several subscriptions; undefined: each executes for itself. */
  sharedEvents: SharedEvents | undefined;
  /** Told of each subscription that starts; what it gives back is called once that has ended. */
  opened: (subscription: OperationContext, document: DocumentNode) => () => void;
  /** Told of each event that was executed once for several subscriptions, as often as it is delivered. */
  delivered: () => void;
}

/** Executes one event through all plugins, as an operation of its own. */
type Execute = (args: ExecutionArgs) => Promise<ExecutionResult> | ExecutionResult;

/**
 * Executes each event of a subscription with a context of its own, to which the subscription lends its caller and its
 * signal. What is the same for several subscriptions is executed once, unless the answer is to tell what it cost. Where
 * the root field says what is news (`extensions.newsOf`), its subscriber gets nothing else.
 */
export function useEventContext(options: EventContextOptions): Plugin {
  let execute: Execute;
  return {
    // All plugins are composed by now, and nothing has run yet.
    onYogaInit: ({ yoga }) => {
      execute = yoga.getEnveloped({}).execute as Execute;
    },
    onSubscribe: ({ setSubscribeFn }) => {
      setSubscribeFn(async (args: ExecutionArgs) => {
        const source = await createSourceEventStream(args);
        if (!isAsyncIterable(source)) return source;
        return new EventResults(source, new RunningSubscription(args, execute, options));
      });
    },
  };
}

/** What is kept for as long as a subscription runs; the context that it began with is not. */
class RunningSubscription implements EventResultsOptions<unknown, ExecutionResult> {
  readonly signal: AbortSignal;
  readonly deliverer: SharedDelivery | undefined;
  readonly #operation: ExecutionArgs;
  readonly #caller: OperationCaller;
  readonly #execute: Execute;
  readonly #options: EventContextOptions;
  readonly #shared: SharedSubscription | undefined;
  readonly #newsOf: NewsOf | undefined;
  readonly #abort: AbortController;
  readonly #release: () => void;
  readonly #closed: () => void;
  readonly #begun: number;
  readonly #upstream: UpstreamTotals;
  #events = 0;
  #codes: readonly string[] = [];

  constructor(args: ExecutionArgs, execute: Execute, options: EventContextOptions) {
    const { schema, document, operationName, variableValues } = args;
    const subscription = args.contextValue as OperationContext;
    const { caller, abort, release, begun, session } = subscription;
    const { sharedEvents, opened } = options;
    this.signal = abort.signal;
    this.#operation = { schema, document, operationName, variableValues };
    this.#caller = caller;
    this.#execute = execute;
    this.#options = options;
    this.#abort = abort;
    this.#release = release;
    this.#closed = opened(subscription, document);
    this.#begun = begun;
    this.#upstream = session.trace.totals();
    this.#newsOf = rootExtensions(args).newsOf?.();
    // What a subscriber has already is its own.
    this.#shared = caller.trace || this.#newsOf ? undefined : sharedEvents?.join(args);
    this.deliverer =
      this.#shared && caller.sink && new SharedDelivery(this.#shared.operation, caller.sink, options.delivered);
  }

  run(event: unknown): Promise<ExecutionResult | undefined> | ExecutionResult {
    const shared = this.deliverer ? undefined : this.#shared?.operation.resultOf(event);
    if (!shared) return this.#run(event);
    this.#events++;
    this.#options.delivered();
    return shared;
  }

  failed(error: unknown): ExecutionResult {
    const { requestId } = this.#caller;
    const errors = codedErrors([error], { requestId, log: this.#options.log });
    this.#codes = codesOf(errors);
    return { data: null, errors };
  }

  ended(): void {
    this.#shared?.release();
    this.#release();
    this.#abort.abort();
    this.#closed();
    this.#events += this.deliverer?.events ?? 0;
    this.#report();
    this.#caller.span?.end({ 'coder_graphql.events': this.#events }, this.#codes[0]);
  }

  #report(): void {
    this.#options.reports.ended({
      requestId: this.#caller.requestId,
      caller: this.#caller,
      type: 'subscription',
      name: operationNameOf(this.#operation),
      durationMs: performance.now() - this.#begun,
      codes: this.#codes,
      upstream: this.#upstream,
      events: this.#events,
    });
  }

  /** Executes the event as an operation of its own. */
  async #run(event: unknown): Promise<ExecutionResult | undefined> {
    const contextValue = createOperationContext(this.#caller, this.signal, this.#options.createContext);
    const result = await this.#execute({ ...this.#operation, rootValue: event, contextValue });
    noteEventId(result, event);
    const { calls, durationMs } = contextValue.session.trace.totals();
    this.#upstream.calls += calls;
    this.#upstream.durationMs += durationMs;
    const news = this.#newsOf ? this.#newsOf(result, event) : result;
    if (news) this.#events++;
    return news;
  }
}

/** What the root field of a subscription says of its events. */
function rootExtensions({ schema, document, operationName }: ExecutionArgs): { newsOf?: () => NewsOf } {
  const type = schema.getSubscriptionType();
  const operation = getOperationAST(document, operationName);
  if (!type || !operation) return {};
  const fragments = Object.fromEntries(fragmentsOf(document));
  // There is one root field, and no variable decides whether.
  const [nodes = []] = collectFields(schema, fragments, {}, type, operation.selectionSet).values();
  return type.getFields()[nodes[0]?.name.value ?? '']?.extensions ?? {};
}
