/** What of a span may be told: names, types, codes and numbers; never ids, tokens or values of a caller. */
export type SpanAttributes = Readonly<Record<string, string | number | undefined>>;

/** A step of a distributed trace, under way. */
export interface TraceSpan {
  /** W3C `traceparent` of what it causes elsewhere. */
  readonly traceparent: string;
  /** A step of this one that is another's work. */
  call(name: string, attributes: SpanAttributes): TraceSpan;
  /** Something that happened in it. */
  event(name: string, attributes: SpanAttributes): void;
  /** It is over; `failure` says with what, in a word. */
  end(attributes: SpanAttributes, failure?: string): void;
}

export interface SpanOptions {
  /** `traceparent` of who has caused it; what is none begins a trace. */
  traceparent?: string | undefined;
  /** Whether a client waits for it. @default false */
  served?: boolean;
}

/** Begins traces; absent wherever they are not asked for, so that they cost nothing there. */
export interface Tracer {
  start(name: string, attributes: SpanAttributes, options?: SpanOptions): TraceSpan;
}
