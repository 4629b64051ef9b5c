import {
  type Attributes,
  defaultTextMapGetter,
  type Tracer as OtelTracer,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Logger } from 'pino';
import type { SpanAttributes, SpanOptions, Tracer, TraceSpan } from '../../coder/tracer.ts';

/** How long the end of the process waits for the spans that are left. */
const LAST_EXPORT_MS = 2_000;
/** Between two lines of the log about spans that cannot be delivered. */
const QUIET_MS = 60_000;

export interface TracingOptions {
  /** `OTEL_EXPORTER_OTLP_ENDPOINT`: spans are posted to `v1/traces` below it. */
  endpoint: URL;
  version: string;
  log: Logger;
}

/** Delivers spans to a collector by OTLP over HTTP, in batches; those that it does not take are lost. */
export interface Tracing extends Tracer {
  /** Delivers what is left, or gives up soon. */
  close(): Promise<void>;
}

const propagator = new W3CTraceContextPropagator();

/**
 * Everything of OpenTelemetry is behind this module, which is loaded only where traces are asked for. Sampling, headers,
 * the name of the service and the attributes of the resource are read by its packages from their own variables.
 */
export function createTracing({ endpoint, version, log }: TracingOptions): Tracing {
  let toldAt = Number.NEGATIVE_INFINITY;
  setGlobalErrorHandler((error) => {
    if (performance.now() - toldAt < QUIET_MS) return;
    toldAt = performance.now();
    log.warn({ cause: messageOf(error) }, 'spans cannot be delivered');
  });
  const named = resourceFromAttributes({ 'service.name': 'coder-graphql', 'service.version': version });
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(named)
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: tracesUrl(endpoint) }))],
  });
  const tracer = provider.getTracer('coder-graphql', version);
  return {
    start: (name: string, attributes: SpanAttributes, { traceparent, served = false }: SpanOptions = {}) => {
      const parent = propagator.extract(ROOT_CONTEXT, { traceparent }, defaultTextMapGetter);
      const kind = served ? SpanKind.SERVER : SpanKind.INTERNAL;
      return new OtelSpan(tracer.startSpan(name, { kind, attributes: attributes as Attributes }, parent), tracer);
    },
    close: async () => {
      const late = new Promise((resolve) => setTimeout(resolve, LAST_EXPORT_MS).unref());
      await Promise.race([provider.shutdown().catch(() => {}), late]);
    },
  };
}

class OtelSpan implements TraceSpan {
  readonly traceparent: string;
  readonly #span: Span;
  readonly #tracer: OtelTracer;

  constructor(span: Span, tracer: OtelTracer) {
    const { traceId, spanId, traceFlags } = span.spanContext();
    this.traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
    this.#span = span;
    this.#tracer = tracer;
  }

  call(name: string, attributes: SpanAttributes): TraceSpan {
    const options = { kind: SpanKind.CLIENT, attributes: attributes as Attributes };
    const parent = trace.setSpan(ROOT_CONTEXT, this.#span);
    return new OtelSpan(this.#tracer.startSpan(name, options, parent), this.#tracer);
  }

  event(name: string, attributes: SpanAttributes): void {
    this.#span.addEvent(name, attributes as Attributes);
  }

  end(attributes: SpanAttributes, failure?: string): void {
    this.#span.setAttributes(attributes as Attributes);
    if (failure !== undefined) {
      this.#span.setAttribute('error.type', failure);
      this.#span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.#span.end();
  }
}

function tracesUrl(endpoint: URL): string {
  return `${endpoint.href.replace(/\/+$/, '')}/v1/traces`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error).slice(0, 200);
}
