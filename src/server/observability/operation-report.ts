import type { UpstreamTotals } from '../../coder/trace.ts';
import type { OperationCaller } from '../operation-context.ts';

/** `event`: one event of a subscription; `none`: it was refused before anybody knew what it was. */
export type ReportedType = 'query' | 'mutation' | 'subscription' | 'event' | 'none';

/** An operation, or a step of one, that is over. */
export interface OperationReport {
  requestId: string;
  /** Undefined: it was refused before it was known whose it is. */
  caller?: OperationCaller | undefined;
  type: ReportedType;
  /** As the document has it; undefined: it has none, or nobody has read the document. */
  name?: string | undefined;
  durationMs: number;
  /** The codes of its errors, each once. */
  codes: readonly string[];
  upstream?: UpstreamTotals | undefined;
  /** Of a subscription that has ended: what it has delivered. */
  events?: number;
}

const NO_CODES: readonly string[] = [];

/** The codes of errors, each once, in their order. */
export function codesOf(errors: readonly { extensions?: Record<string, unknown> }[] | undefined): readonly string[] {
  if (errors === undefined || errors.length === 0) return NO_CODES;
  return [...new Set(errors.map(({ extensions }) => String(extensions?.code ?? 'none')))];
}
