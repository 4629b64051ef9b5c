/** Sizes of the chart, in pixels. */
export interface Layout {
  /** Of what stands left of the bars; 0: it stands above them. */
  labelWidth: number;
  /** Of the bars, and of what is written behind them. */
  plotWidth: number;
  /** Of what is to scale. */
  width: number;
  rowHeight: number;
  groupHeight: number;
  /** Where a bar is in its row. */
  barTop: number;
  barHeight: number;
  axisHeight: number;
}

/** Below this, labels stand above their bars. */
const NARROW = 560;
/** Room for how long the last one took. */
const BEHIND = 78;

export function layoutOf(frameWidth: number): Layout {
  const isNarrow = frameWidth < NARROW;
  const labelWidth = isNarrow ? 0 : Math.min(320, Math.max(200, Math.round(frameWidth * 0.28)));
  const plotWidth = Math.max(0, frameWidth - labelWidth);
  const rows = isNarrow ? { rowHeight: 42, barTop: 23, barHeight: 14 } : { rowHeight: 30, barTop: 7, barHeight: 16 };
  return { labelWidth, plotWidth, width: Math.max(1, plotWidth - BEHIND), groupHeight: 30, axisHeight: 32, ...rows };
}

/** A duration is written beside its bar, or in it where there is no room beside. */
export function labelPlace(from: number, to: number, width: number, text: string): { x: number; isInside: boolean } {
  const needed = text.length * 6.2 + 8;
  if (to + needed <= width) return { x: Math.max(0, to) + 6, isInside: false };
  if (from - needed >= 0 && to - from < needed) return { x: from - needed + 4, isInside: false };
  return { x: Math.min(to, width) - needed + 4, isInside: true };
}
