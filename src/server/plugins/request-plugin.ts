import type { HeaderLookup } from '../http/header-lookup.ts';
import type { Plugin } from '../operation-context.ts';

/** An operation on the fast path, which is always a POST to the endpoint. */
export interface FastRequest {
  readonly headers: HeaderLookup;
  /** `Host`, which is always there. */
  readonly host: string;
  readonly path: string;
  readonly requestId: string;
  /** When it came, by `performance.now()`. */
  readonly begun: number;
}

/** The answer to one, before it is written. */
export interface FastAnswer {
  readonly status: number;
  /** By names in lower case, in the order in which they are written. */
  readonly headers: Record<string, string>;
}

/** What a plugin does on the fast path; its rules are functions that its hooks for yoga call too. */
export interface FastHooks {
  /** Whether the request may be answered at once. One that may not goes to yoga, where the plugin's hooks refuse it. */
  admits?: (headers: HeaderLookup, host: string) => boolean;
  /** Adds to the answer's headers, or tells of it. */
  answered?: ((request: FastRequest, answer: FastAnswer) => void) | undefined;
}

/** A plugin that concerns HTTP requests. */
export interface RequestPlugin extends Plugin {
  /** The same on the fast path. Undefined: the plugin never concerns a POST of an operation to the endpoint. */
  fast: FastHooks | undefined;
}
