import type { LogId } from '../../coder/rest/scalars.ts';

/** Ids of all logs of a deployment come from one sequence; a quiet log of a busy one hardly jumps farther. */
const MAX_JUMP = 1_000_000;

/** The index of the first line whose id is far beyond the one before it; -1 when there is none. */
export function firstJump(last: LogId | undefined, lines: readonly { id: LogId }[]): number {
  let before = last;
  return lines.findIndex(({ id }) => {
    const jumps = before !== undefined && Number(id) - Number(before) > MAX_JUMP;
    before = id;
    return jumps;
  });
}

/** The lines that ascend from `last`: what is not above those before it is known. */
export function linesAbove<Line extends { id: LogId }>(
  last: LogId | undefined,
  lines: readonly Line[],
): readonly Line[] {
  let highest = last;
  let fresh: Line[] | undefined;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as Line;
    if (highest === undefined || line.id > highest) {
      highest = line.id;
      fresh?.push(line);
    } else fresh ??= lines.slice(0, index);
  }
  return fresh ?? lines;
}
