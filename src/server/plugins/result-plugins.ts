import type { Logger } from 'pino';
import type { Tracer } from '../../coder/tracer.ts';
import type { Settings } from '../../config.ts';
import type { OperationReports } from '../observability/operation-reports.ts';
import type { Plugin } from '../operation-context.ts';
import { useDisableIntrospection } from './result/use-disable-introspection.ts';
import { useErrorCodes } from './result/use-error-codes.ts';
import { useItemErrors } from './result/use-item-errors.ts';
import { useOperationReports } from './result/use-operation-reports.ts';
import { useTrace } from './result/use-trace.ts';
import { useTracing } from './result/use-tracing.ts';

export interface ResultPluginOptions {
  settings: Settings;
  reports: OperationReports;
  /** Gets a span for each operation. @default none is made */
  tracer?: Tracer | undefined;
  log: Logger;
}

/** What changes or counts the result of an operation, on all transports. */
export function resultPlugins({ settings, reports, tracer, log }: ResultPluginOptions) {
  return {
    itemErrors: useItemErrors(),
    ...(!settings.introspection && { disableIntrospection: useDisableIntrospection() }),
    errorCodes: useErrorCodes(log),
    trace: useTrace(),
    operationReports: useOperationReports(reports),
    ...(tracer && { tracing: useTracing(tracer) }),
  } satisfies Record<string, Plugin>;
}
