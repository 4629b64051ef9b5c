import { useSyncExternalStore } from 'react';

const UNITS: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat('en', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});

/** Clocks differ by as much: what has just happened must not seem to come. */
const SKEW_MS = 10_000;

/** How long ago, or in how long, in the largest unit that fits: `5 minutes ago`, `tomorrow`. */
function formatRelative(at: number, now: number): string {
  const difference = at - now;
  const [unit, ms] = UNITS.find(([, length]) => Math.abs(difference) >= length) ?? [];
  if (unit === undefined || ms === undefined) return difference > SKEW_MS ? 'in a moment' : 'just now';
  return relative.format(Math.trunc(difference / ms), unit);
}

/** The whole moment, in the reader's time zone. */
function formatAbsolute(at: number): string {
  return absolute.format(at);
}

/** The time of day in the reader's zone, to the millisecond. */
export function formatClock(at: number): string {
  return clock.format(at);
}

/** `840 ms`, `12.3 s`, `4 min 05 s`, `2 h 10 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${String(Math.floor((ms % 60_000) / 1_000)).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const watchers = new Set<() => void>();

function watch(listener: () => void): () => void {
  // `now` stood still while nobody watched. React reads it again once it has subscribed.
  if (watchers.size === 0) now = Date.now();
  watchers.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of watchers) each();
  }, 1_000);
  return () => {
    watchers.delete(listener);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The present, to the second: one timer for all that show it. `read` keeps a component from rendering each second. */
export function useNow<Value>(read: (now: number) => Value): Value {
  return useSyncExternalStore(watch, () => read(now));
}

/** A moment as a person says it; the exact one is its title. */
export function Time({ value }: { value: string }) {
  const at = Date.parse(value);
  const text = useNow((current) => formatRelative(at, current));
  return (
    <time dateTime={value} title={formatAbsolute(at)}>
      {text}
    </time>
  );
}

/** Whether a moment is still to come. */
export function useIsAhead(value: string | null | undefined): boolean {
  return useNow((current) => Boolean(value) && Date.parse(value ?? '') > current);
}

/** How long it has taken, or takes until now while `end` is not there. */
export function Elapsed({ start, end }: { start: string; end?: string | null | undefined }) {
  const until = end ? Date.parse(end) : undefined;
  const text = useNow((current) => formatDuration(Math.max(0, (until ?? current) - Date.parse(start))));
  return <span className="numeric">{text}</span>;
}
