import type { BuildReason, BuildStatus, Transition } from '../generated/graphql.ts';
import { BUILD_REASONS, STATUSES } from '../ui/build-status.tsx';

/** How far back one looks, and in milliseconds. */
export const PERIODS = {
  day: { text: 'Last 24 hours', ms: 86_400_000 },
  week: { text: 'Last 7 days', ms: 7 * 86_400_000 },
  month: { text: 'Last 30 days', ms: 30 * 86_400_000 },
} as const;
export type Period = keyof typeof PERIODS;

/** Which builds are shown. Each is as the address has it. */
export interface BuildFilter {
  status: BuildStatus[];
  reason: BuildReason[];
  transition: Transition | undefined;
  period: Period | undefined;
}

/** What a build can be asked to do. */
export const TRANSITIONS: readonly Transition[] = ['START', 'STOP', 'DELETE'];

/** The filter of an address; what is no value of a filter is left out. */
export function filterOf(parameters: URLSearchParams): BuildFilter {
  const listed = <Value extends string>(name: string, values: readonly Value[]) => {
    const given = parameters.get(name)?.toUpperCase().split(',') ?? [];
    return values.filter((value) => given.includes(value));
  };
  const period = parameters.get('since') ?? '';
  return {
    status: listed('status', STATUSES),
    reason: listed('reason', BUILD_REASONS),
    transition: listed('transition', TRANSITIONS)[0],
    period: period in PERIODS ? (period as Period) : undefined,
  };
}

/** The filter as an address has it. */
export function parametersOf({ status, reason, transition, period }: BuildFilter) {
  return {
    status: status.join(',').toLowerCase(),
    reason: reason.join(',').toLowerCase(),
    transition: transition?.toLowerCase(),
    since: period,
  };
}

export function isFiltered({ status, reason, transition, period }: BuildFilter): boolean {
  return status.length > 0 || reason.length > 0 || transition !== undefined || period !== undefined;
}

export const NO_FILTER: BuildFilter = { status: [], reason: [], transition: undefined, period: undefined };
