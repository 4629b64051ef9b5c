import { isMark, type Line, type LogStore } from './log-store.ts';

/** From the least severe on. */
export const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * The rows of a view, each as a number: that of a line, or the negative number of the first line of a stage for its
 * heading. A hundred thousand of them are made anew within a few milliseconds.
 */
export type Rows = readonly number[];

/** The rows for lines of this severity or higher; a line of an unknown level is always shown. */
export function rowsOf(log: LogStore, minLevel: Level): Rows {
  const rows: number[] = [];
  for (const { name, first, last } of log.stages) {
    let headed = name === '';
    for (let number = first; number <= last; number++) {
      const line = log.line(number);
      if (line === undefined || !isShown(line, minLevel)) continue;
      // The marks of all stages are of level INFO: a heading alone would say nothing of what was asked for.
      if (isMark(line) && minLevel !== 'TRACE' && minLevel !== 'DEBUG' && minLevel !== 'INFO') continue;
      if (!headed) rows.push(-first);
      headed = true;
      if (!isMark(line)) rows.push(number);
    }
  }
  return rows;
}

function isShown({ level }: Line, minLevel: Level): boolean {
  const severity = LEVELS.indexOf(level as Level);
  return severity < 0 || severity >= LEVELS.indexOf(minLevel);
}

/** The first lines of the errors, most of which take several lines. */
export function errorBlocks(log: LogStore): number[] {
  const numbers: number[] = [];
  let within = false;
  for (const { level, number } of log.lines) {
    if (level === 'ERROR' && !within) numbers.push(number);
    within = level === 'ERROR';
  }
  return numbers;
}

/** The place among the rows of a line, or of the next that is shown; -1 when none is. */
export function rowOfLine(rows: Rows, number: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle] ?? 0;
    // A heading stands before the line whose number it has.
    if (Math.abs(row) < number || (row < 0 && -row === number)) low = middle + 1;
    else high = middle;
  }
  return low < rows.length ? low : -1;
}

/**
 * How many lines of a screen a line takes, by what a view knows before it has measured. `columns` is how many
 * characters fit, undefined when lines do not wrap.
 */
export function screenLines({ text, breaks }: Line, columns: number | undefined): number {
  return breaks + (columns === undefined ? 1 : Math.max(1, Math.ceil(text.length / columns)));
}
