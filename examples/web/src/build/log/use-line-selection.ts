import { useEffect, useMemo, useRef, useState } from 'react';
import type { LogPlace } from './log-panel.tsx';
import type { LogSnapshot } from './model/log-follower.ts';
import { errorBlocks } from './model/rows.ts';
import { nextMatch } from './model/search.ts';
import type { LinesView } from './use-lines-view.ts';

/** Links to lines: how the page writes them in its address. */
export interface LineLinks {
  href: (lineId: string) => string;
  /** The line that the address names. */
  target: string | undefined;
  /** A line was chosen, or none any more. */
  onTarget: (lineId: string | undefined) => void;
}

export interface LineSelection {
  /** Its number. */
  selected: number | undefined;
  /** The lines that errors begin with. */
  errors: readonly number[];
  /** Chooses a line, also in the address of the page. */
  choose: (number: number | undefined) => void;
  /** To the next line that has what is searched for, or to the one before. */
  step: (by: 1 | -1) => void;
  /** To the next line, or to the one before. */
  move: (by: 1 | -1) => void;
  nextError: () => void;
}

interface SelectionOptions {
  query: string;
  links: LineLinks | undefined;
  opensAt: LogPlace;
  /** Called before a line is brought into view. */
  onLeaveEnd: () => void;
  /** Whether the reader has gone somewhere already: then only they go on from there. */
  wasMoved: () => boolean;
}

/** The one line that is chosen: by its number, by the address, by a search. */
export function useLineSelection(
  { log, version, state }: LogSnapshot,
  { rows, matches, firstNumber, scrollTo }: LinesView,
  { query, links, opensAt, onLeaveEnd, wasMoved }: SelectionOptions,
): LineSelection {
  const [selected, setSelected] = useState<number>();
  const errors = useMemo(() => (version >= 0 ? errorBlocks(log) : []), [log, version]);

  const show = (number: number | undefined, align: 'center' | 'auto' = 'center') => {
    if (number === undefined) return;
    onLeaveEnd();
    setSelected(number);
    scrollTo(number, align);
  };

  const target = links?.target;
  const targetNumber = target === undefined ? undefined : log.find(target)?.number;
  const shownTarget = useRef<number>(undefined);
  useEffect(() => {
    if (targetNumber === shownTarget.current) return;
    shownTarget.current = targetNumber;
    if (targetNumber !== selected) show(targetNumber);
  });

  const seeksError = useRef(opensAt === 'error' && target === undefined);
  useEffect(() => {
    if (!seeksError.current || state !== 'ended') return;
    seeksError.current = false;
    if (selected === undefined && query === '' && !wasMoved()) show(errors[0]);
  });

  const shownQuery = useRef('');
  useEffect(() => {
    if (query === shownQuery.current) return;
    shownQuery.current = query;
    if (query !== '') show(nextMatch(matches, (selected ?? firstNumber) - 1, 1));
  });

  return {
    selected,
    errors,
    choose: (number) => {
      setSelected(number);
      links?.onTarget(number === undefined ? undefined : log.line(number)?.id);
    },
    step: (by) => show(nextMatch(matches, selected ?? firstNumber - (by === 1 ? 1 : 0), by)),
    move: (by) => {
      const numbers = rows.filter((row) => row > 0);
      show(nextMatch(numbers, selected ?? firstNumber, by), 'auto');
    },
    nextError: () => show(nextMatch(errors, selected ?? 0, 1)),
  };
}
