import type { Call } from '../call.ts';

/** Makes a call, or what is left of it to do. */
export type Work = (call: Call) => Promise<unknown>;

/** Puts something around work: a deadline, another attempt, a breaker. */
export type Step = (work: Work) => Work;

/** The work with the steps around it, the first of them outermost. Done once, not for each call. */
export function inSteps(steps: readonly Step[], work: Work): Work {
  return steps.reduceRight((inner, step) => step(inner), work);
}
