import { useLayoutEffect, useRef } from 'react';
import type { LinesView } from './use-lines-view.ts';

/** Keeps in view what is in view when older lines go, unless the view stays at the end anyway. */
export function useAnchor({ firstNumber, scrollTo }: LinesView, dropped: number, following: boolean): void {
  const before = useRef({ firstNumber, dropped });
  useLayoutEffect(() => {
    if (!following && before.current.dropped !== dropped) scrollTo(before.current.firstNumber, 'start');
    before.current = { firstNumber, dropped };
  });
}
