import type { Group, Span, Timeline } from './timeline.ts';

/** A row of the chart. */
export type Row = { kind: 'group'; id: string; group: Group } | { kind: 'span'; id: string; span: Span; depth: 0 | 1 };

/** So many parts are shown at first; of more, only those that one asks for. */
const MANY_PARTS = 12;

/** Whether stages begin with their parts in view. */
export function opensParts({ groups }: Timeline): boolean {
  return groups.flatMap(({ spans }) => spans).reduce((sum, { parts }) => sum + parts.length, 0) <= MANY_PARTS;
}

/** The rows from top to bottom; `isOpen` says of which spans the parts are shown. */
export function rowsOf({ groups }: Timeline, isOpen: (span: Span) => boolean): Row[] {
  return groups.flatMap((group): Row[] => [
    { kind: 'group', id: `group/${group.id}`, group },
    ...group.spans.flatMap((span): Row[] => [
      { kind: 'span', id: `${group.id}/${span.id}`, span, depth: 0 },
      ...(isOpen(span) ? span.parts : []).map(
        (part): Row => ({
          kind: 'span',
          id: `${group.id}/${span.id}/${part.id}`,
          span: part,
          depth: 1,
        }),
      ),
    ]),
  ]);
}
