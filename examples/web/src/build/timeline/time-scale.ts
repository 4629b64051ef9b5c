/** A stretch of time, in milliseconds. */
export interface Stretch {
  start: number;
  end: number;
}

/** The least that a view shows: timings have no more than milliseconds. */
const MIN_MS = 20;

const length = ({ start, end }: Stretch) => end - start;

/** Where a moment is, from 0 to `width`; beyond that when it is out of view. */
export function placeOf(time: number, view: Stretch, width: number): number {
  return ((time - view.start) / Math.max(1, length(view))) * width;
}

/** Shows a part that is `factor` times as long; `at`, from 0 to 1, is what stays in its place. */
export function zoomed(view: Stretch, factor: number, at: number, whole: Stretch): Stretch {
  const fixed = view.start + length(view) * at;
  const next = Math.min(length(whole), Math.max(MIN_MS, length(view) * factor));
  return within({ start: fixed - next * at, end: fixed + next * (1 - at) }, whole);
}

/** Moves by a part of what is in view. */
export function panned(view: Stretch, by: number, whole: Stretch): Stretch {
  const distance = length(view) * by;
  return within({ start: view.start + distance, end: view.end + distance }, whole);
}

/** Moves so far that a span is in view. */
export function revealed(view: Stretch, { start, end }: Stretch, whole: Stretch): Stretch {
  if (end >= view.start && start <= view.end) return view;
  const margin = length(view) * 0.1;
  const shift =
    end < view.start ? start - margin - view.start : Math.min(end + margin - view.end, start - margin - view.start);
  return within({ start: view.start + shift, end: view.end + shift }, whole);
}

function within(view: Stretch, whole: Stretch): Stretch {
  if (length(view) >= length(whole)) return whole;
  const shift = Math.max(0, whole.start - view.start) - Math.max(0, view.end - whole.end);
  return { start: view.start + shift, end: view.end + shift };
}

const STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  900_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000,
];

export interface Tick {
  time: number;
  label: string;
}

/** Round moments after `origin`, at least `apart` pixels from each other. */
export function ticksOf(view: Stretch, origin: number, width: number, apart: number): Tick[] {
  const least = (length(view) / Math.max(1, width)) * apart;
  const step = STEPS.find((each) => each >= least) ?? Math.ceil(least / 86_400_000) * 86_400_000;
  const ticks: Tick[] = [];
  for (let after = Math.ceil((view.start - origin) / step) * step; origin + after <= view.end; after += step) {
    ticks.push({ time: origin + after, label: tickLabel(after, step) });
  }
  return ticks;
}

/** `250 ms`, `1.5 s`, `2:30`, `1:02:30`: as exact as the steps are. */
function tickLabel(after: number, step: number): string {
  if (after < 60_000) {
    if (step < 1_000 && after < 1_000) return `${after} ms`;
    return `${(after / 1_000).toFixed(step >= 1_000 ? 0 : step >= 100 ? 1 : step >= 10 ? 2 : 3)} s`;
  }
  const seconds = Math.floor(after / 1_000);
  const two = (part: number) => String(part).padStart(2, '0');
  const rest = step < 1_000 ? `.${String(after % 1_000).padStart(3, '0')}` : '';
  const clock = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${rest}`;
  return seconds < 3_600 ? clock.replace(/^0/, '') : `${Math.floor(seconds / 3_600)}:${clock}`;
}
