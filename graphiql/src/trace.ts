import type { Trace as OperationTrace } from '../../src/coder/trace.ts';

/** `extensions.upstream`: what an answer cost at Coder. */
export type Trace = ReturnType<OperationTrace['toJSON']>;

/** One REST call in it. */
export type TracedCall = Trace['requests'][number];

interface Result {
  extensions?: Record<string, unknown> | undefined;
}

/** The trace of an answer, and the answer without it: the panel shows it better. */
export function splitTrace<T extends object>(result: T): { trace: Trace | undefined; rest: T } {
  const { extensions, ...rest } = result as T & Result;
  if (extensions?.upstream === undefined) return { trace: undefined, rest: result };
  const { upstream, ...others } = extensions;
  const left = Object.keys(others).length > 0 ? { ...rest, extensions: others } : rest;
  return { trace: upstream as Trace, rest: left as T };
}

/** A call as a bar: where it begins and how long it is, in percent of the operation. */
export function bar({ startMs, durationMs }: TracedCall, total: number): { left: number; width: number } {
  const whole = Math.max(total, 0.01);
  const left = Math.min((startMs / whole) * 100, 99);
  return { left, width: Math.min(Math.max((durationMs / whole) * 100, 1), 100 - left) };
}
