import type { Options } from '../options.ts';
import type { Fleet } from '../process/fleet.ts';
import type { Upstream } from '../process/upstream.ts';
import type { Column, RowResult, Series } from '../report/result.ts';
import type { Target } from '../report/target.ts';

export interface Context {
  options: Options;
  upstream: Upstream;
  fleet: Fleet;
  /** Tells the user what is going on. */
  progress: (text: string) => void;
}

/** One row of the targets' table: what is measured together. */
export interface Row {
  key: string;
  title: string;
  measure(context: Context): Promise<RowResult>;
}

interface Parts {
  columns: Column[];
  notes?: string[];
  compare?: string;
  base?: string;
  targets: readonly Target[];
}

/** The result of a row from its series. */
export function result({ key, title }: Pick<Row, 'key' | 'title'>, series: Series[], parts: Parts): RowResult {
  const byKey = new Map(series.map((each) => [each.key, each]));
  return {
    key,
    title,
    notes: parts.notes ?? [],
    columns: parts.columns,
    compare: parts.compare,
    base: parts.base,
    series,
    outcomes: parts.targets.map((target) => target(byKey)),
  };
}

/** Runs each participant once per round, in turns, so that other load on the machine affects all alike. */
export async function interleave<P>(
  rounds: number,
  participants: readonly P[],
  turn: (participant: P, round: number) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    // Every other round goes backwards: what comes first or behind whom is not always the same.
    const order = round % 2 === 0 ? participants : participants.toReversed();
    for (const participant of order) await turn(participant, round);
  }
}
