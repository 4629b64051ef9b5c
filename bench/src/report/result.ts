/** What one round of one participant gave, by the name of the value (`cpu`, `rps`, `rss`, `p50`, …). */
export type Sample = Record<string, number>;

/** The rounds of one participant of a row. */
export interface Series {
  key: string;
  title: string;
  samples: Sample[];
}

/** A column of a row's table. */
export interface Column {
  value: string;
  title: string;
  digits: number;
}

/** A target, and how it went. */
export interface Outcome {
  /** What was measured, in words. */
  what: string;
  target: string;
  /** Undefined: one of the servers that it compares was not there. */
  value: string | undefined;
  met: boolean | undefined;
}

export interface RowResult {
  key: string;
  title: string;
  /** How it was measured, where the title does not say it. */
  notes: string[];
  columns: Column[];
  /** The value that each series is compared by with the base's, round by round. */
  compare: string | undefined;
  base: string | undefined;
  series: Series[];
  outcomes: Outcome[];
}

/** When and how a row was measured. */
export interface Run {
  date: string;
  command: string;
  commit: string;
  node: string;
  machine: string;
  rounds: number;
  seconds: number;
}

export interface Report {
  /** Servers that did not take part in the last run, and why. */
  absent: string[];
  /** Each with the run that it is of: a saved report keeps the rows that a later run did not measure. */
  rows: { run: Run; row: RowResult }[];
}
