import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { LogSnapshot } from './model/log-follower.ts';
import type { Stage } from './model/log-store.ts';
import { type Level, type Rows, rowOfLine, rowsOf, screenLines } from './model/rows.ts';
import { type Matches, matchesOf, searchFor } from './model/search.ts';

/** Heights of the style sheet, in pixels. */
const LINE = 20;
const HEADING = 34;

interface Choice {
  snapshot: LogSnapshot;
  minLevel: Level;
  query: string;
  wrap: boolean;
  withTime: boolean;
}

export interface LinesView {
  rows: Rows;
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  search: RegExp | undefined;
  /** Numbers of lines that have what is searched for. */
  matches: readonly number[];
  /** The first line that is in view. */
  firstNumber: number;
  /** The stage that the first line in view belongs to, when its heading is out of view. */
  stage: Stage | undefined;
  scrollTo: (number: number, align?: 'start' | 'center' | 'auto') => void;
}

/** The rows of a log as they are in view. */
export function useLinesView(scroller: RefObject<HTMLDivElement | null>, choice: Choice): LinesView {
  const { snapshot, minLevel, query, wrap, withTime } = choice;
  const { log, version } = snapshot;
  // The store is one and the same: its version tells when to look again.
  const rows = useMemo(() => (version >= 0 ? rowsOf(log, minLevel) : []), [log, version, minLevel]);
  const search = useMemo(() => searchFor(query), [query]);
  const known = useRef<Matches>(undefined);
  const matches = useMemo(() => matchesOf(log, rows, query, known.current), [log, rows, query]);
  useEffect(() => {
    known.current = matches;
  }, [matches]);

  const columns = useColumns(scroller, String(log.count).length, withTime);
  // Another function makes it lay out all rows again.
  const getItemKey = useCallback((index: number) => rows[index] ?? index, [rows]);
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const line = log.line(rows[index] ?? 0);
      return line === undefined ? HEADING : LINE * screenLines(line, wrap ? columns : undefined);
    },
    getItemKey,
    // Room for what lies over the last lines.
    paddingEnd: 56,
    overscan: 16,
    useFlushSync: false,
  });
  // What was measured holds for one width and for one meaning of the numbers.
  const layout = `${wrap} ${columns} ${withTime} ${log.generation}`;
  useLayoutEffect(() => {
    if (layout) virtualizer.measure();
  }, [virtualizer, layout]);

  const offset = virtualizer.scrollOffset ?? 0;
  const top = rows[virtualizer.getVirtualItemForOffset(offset)?.index ?? 0] ?? 0;
  const firstNumber = Math.abs(top);
  const stage = offset > 0 || top > 0 ? log.stages.findLast(({ first }) => first <= firstNumber) : undefined;
  const scrollTo = (number: number, align: 'start' | 'center' | 'auto' = 'center') => {
    const index = rowOfLine(rows, number);
    if (index >= 0)
      virtualizer.scrollToIndex(align === 'start' && (rows[index - 1] ?? 0) < 0 ? index - 1 : index, { align });
  };
  return { rows, virtualizer, search, matches: matches.numbers, firstNumber, stage, scrollTo };
}

/** How many characters of a line fit, undefined until it is known. */
function useColumns(scroller: RefObject<HTMLElement | null>, digits: number, withTime: boolean): number | undefined {
  const [width, setWidth] = useState<number>();
  useLayoutEffect(() => {
    const element = scroller.current;
    const probe = element?.querySelector('[data-probe]');
    if (!element || !probe) return;
    const observer = new ResizeObserver(() => {
      const character = probe.getBoundingClientRect().width / 100;
      setWidth(character > 0 ? Math.floor(element.clientWidth / character) : undefined);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  // What stands before a line: its number, its time, and the space around them.
  return width === undefined ? undefined : Math.max(10, width - digits - (withTime ? 14 : 0) - 4);
}
