import type { Outcome, Series } from './result.ts';
import { median, ratios } from './statistics.ts';

/** A target of a row, computed from its series. */
export type Target = (series: ReadonlyMap<string, Series>) => Outcome;

const values = (series: Series | undefined, name: string): number[] =>
  (series?.samples ?? []).map((s) => s[name] ?? Number.NaN);

function outcome(what: string, target: string, limit: number, value: number | undefined, unit: string): Outcome {
  const known = value !== undefined && !Number.isNaN(value);
  const shown = known ? `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)}${unit}` : undefined;
  return { what, target, value: shown, met: known ? value <= limit : undefined };
}

export interface RatioTarget {
  what: string;
  /** The series that is judged. */
  of: string;
  /** The series that it is compared with. */
  to: string;
  /** The value that is compared, and that of `to` when it is another. */
  value: string;
  toValue?: string;
  atMost: number;
  /** What `to` is called in the target. */
  name: string;
}

/** At most so many times another series' value: the median of the ratios of the rounds. */
export function ratioTarget({ what, of, to, value, toValue = value, atMost, name }: RatioTarget): Target {
  return (series) => {
    const [own, base] = [values(series.get(of), value), values(series.get(to), toValue)];
    const ratio = own.length > 0 && base.length > 0 ? median(ratios(own, base)) : undefined;
    return outcome(what, `≤ ${atMost} ${name}`, atMost, ratio, ` ${name}`);
  };
}

export interface LimitTarget {
  what: string;
  of: string;
  value: string;
  atMost: number;
  unit: string;
}

/** At most this value: the median of the rounds. */
export function limitTarget({ what, of, value, atMost, unit }: LimitTarget): Target {
  return (series) => {
    const own = values(series.get(of), value);
    return outcome(what, `≤ ${atMost}${unit}`, atMost, own.length > 0 ? median(own) : undefined, unit);
  };
}

/** At least this value: the median of the rounds. */
export function atLeastTarget({
  what,
  of,
  value,
  atLeast,
  unit,
}: Omit<LimitTarget, 'atMost'> & { atLeast: number }): Target {
  return (series) => {
    const own = values(series.get(of), value);
    const target = `≥ ${atLeast}${unit}`;
    if (own.length === 0) return { what, target, value: undefined, met: undefined };
    return { what, target, value: `${median(own).toFixed(1)}${unit}`, met: median(own) >= atLeast };
  };
}

/** Exactly this number, in every round. */
export function exactTarget({
  what,
  of,
  value,
  exactly,
}: {
  what: string;
  of: string;
  value: string;
  exactly: number;
}): Target {
  return (series) => {
    const own = values(series.get(of), value);
    const shown = [...new Set(own)].join(', ');
    return {
      what,
      target: String(exactly),
      value: own.length > 0 ? shown : undefined,
      met: own.length > 0 ? shown === String(exactly) : undefined,
    };
  };
}
