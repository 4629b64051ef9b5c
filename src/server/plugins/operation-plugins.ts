import type { DocumentNode } from 'graphql';
import type { Logger } from 'pino';
import type { AnswerCache } from '../../coder/cache/answer-cache.ts';
import type { Tracer } from '../../coder/tracer.ts';
import type { Settings } from '../../config.ts';
import { PlanExecutor, type PlanFrom } from '../../plan/executor/plan-executor.ts';
import type { Accounts } from '../limits/account.ts';
import type { Admission } from '../limits/admission.ts';
import type { Connections } from '../limits/connections.ts';
import { RateLimits } from '../limits/rate-limits.ts';
import type { SharedBuckets } from '../limits/shared-spending.ts';
import type { UnsentBytes } from '../limits/unsent-bytes.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { OperationReports } from '../observability/operation-reports.ts';
import type { CreateContext, Plugin } from '../operation-context.ts';
import { SharedEvents } from '../shared-events/shared-events.ts';
import { useAdmission } from './operation/use-admission.ts';
import { useComplexityLimit } from './operation/use-complexity-limit.ts';
import { useDeadline } from './operation/use-deadline.ts';
import { useDocumentLimits } from './operation/use-document-limits.ts';
import { useEventContext } from './operation/use-event-context.ts';
import { useIncrementalDelivery } from './operation/use-incremental-delivery.ts';
import { useOperationContext } from './operation/use-operation-context.ts';
import { usePlanExecutor } from './operation/use-plan-executor.ts';
import { useRateLimits } from './operation/use-rate-limits.ts';
import { useStreamLimit } from './operation/use-stream-limit.ts';
import { useSubscriptionRoot } from './operation/use-subscription-root.ts';
import { useSubscriptionStreams } from './operation/use-subscription-streams.ts';
import { useSubscriptionVariables } from './operation/use-subscription-variables.ts';
import { useValidDocuments } from './operation/use-valid-documents.ts';

export interface OperationPluginOptions {
  settings: Settings;
  createContext: CreateContext;
  accounts: Accounts;
  admission: Admission;
  connections: Connections;
  unsentBytes: UnsentBytes;
  metrics: Metrics;
  reports: OperationReports;
  /** Gets a span for each operation. @default none is made */
  tracer?: Tracer | undefined;
  log: Logger;
  /** Whether an event that is the same for several subscriptions is executed once for all of them. @default true */
  shareEvents?: boolean | undefined;
  /** Gets the documents that were found valid. */
  validDocuments: WeakSet<DocumentNode>;
  /** Milliseconds between the heartbeats of a stream over HTTP. */
  heartbeatMs: number;
  /** From which of its executions on a document runs by a plan; the answers are the same. @default 2 */
  planFrom?: PlanFrom | undefined;
  /** Where what is kept of answers is; absent: nothing is. */
  cache?: AnswerCache | undefined;
  /** Rates that other replicas count as well; absent: this process counts alone. */
  sharedBuckets?: SharedBuckets | undefined;
}

/** What decides whether and how an operation runs, on all transports. */
export function operationPlugins(options: OperationPluginOptions) {
  const {
    settings,
    createContext,
    accounts,
    admission,
    connections,
    unsentBytes,
    metrics,
    reports,
    log,
    shareEvents = true,
    heartbeatMs,
  } = options;
  const rates = new RateLimits({ settings, shared: options.sharedBuckets });
  const executor = new PlanExecutor(options);
  metrics.show([['plan_bytes', 'Memory that the plans of documents take.', () => executor.bytes]]);
  return {
    documentLimits: useDocumentLimits(settings),
    subscriptionRoot: useSubscriptionRoot(),
    validDocuments: useValidDocuments(options.validDocuments),
    operationContext: useOperationContext({
      createContext,
      accounts,
      fallbackToken: settings.sessionToken,
      trace: settings.trace,
      traced: options.tracer !== undefined,
    }),
    admission: useAdmission(admission),
    rateLimits: useRateLimits({ rates, accounts, fallbackToken: settings.sessionToken }),
    executor: usePlanExecutor(executor),
    incrementalDelivery: useIncrementalDelivery({ heartbeatMs, unsentBytes, log }),
    eventContext: useEventContext({
      createContext,
      log,
      sharedEvents: shareEvents ? new SharedEvents(executor.execute) : undefined,
      delivered: () => metrics.eventDelivered(),
      reports,
      opened: ({ caller }, document) => connections.openSubscription(caller, document),
    }),
    deadline: useDeadline(settings.requestTimeoutMs),
    subscriptionStreams: useSubscriptionStreams({ heartbeatMs }),
    subscriptionVariables: useSubscriptionVariables(),
    streamLimit: useStreamLimit(connections),
    complexityLimit: useComplexityLimit(settings.maxComplexity, rates),
  } satisfies Record<string, Plugin>;
}
