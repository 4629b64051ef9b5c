import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** So near to its end, in pixels, a log is at its end. */
const NEAR = 24;
const UPWARD_KEYS = new Set(['ArrowUp', 'PageUp', 'Home']);
const SCROLLING_KEYS = new Set([...UPWARD_KEYS, 'ArrowDown', 'PageDown', 'End', ' ']);

export interface Following {
  following: boolean;
  /** Lines that came since one stopped to follow. */
  unseen: number;
  follow: () => void;
  pause: () => void;
  /** Whether somebody has scrolled, followed or paused: the place is theirs from then on. */
  wasMoved: () => boolean;
}

/**
 * Keeps a list that grows at its end, until somebody scrolls up; whoever scrolls down to the end follows again. The
 * place alone does not tell: it also changes when lines come or are measured.
 */
export function useFollowing(
  scroller: RefObject<HTMLElement | null>,
  { startsAtEnd, height, count }: { startsAtEnd: boolean; height: number; count: number },
): Following {
  const [following, setFollowing] = useState(startsAtEnd);
  const [seen, setSeen] = useState(0);
  if (following && seen !== count) setSeen(count);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (following && element && height > 0) element.scrollTop = element.scrollHeight;
  }, [following, height, scroller]);

  const lastTop = useRef(0);
  const moved = useRef(false);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let isHeld = false;
    let movedAt = Number.NEGATIVE_INFINITY;
    const byHand = () => {
      movedAt = performance.now();
      moved.current = true;
    };
    const onWheel = ({ deltaY, ctrlKey }: WheelEvent) => {
      byHand();
      if (deltaY < 0 && !ctrlKey && element.scrollHeight > element.clientHeight) setFollowing(false);
    };
    const onKey = ({ key }: KeyboardEvent) => {
      if (!SCROLLING_KEYS.has(key)) return;
      byHand();
      if (UPWARD_KEYS.has(key)) setFollowing(false);
    };
    // The scrollbar belongs to the element, so that dragging it begins with a press on it.
    const onPress = ({ target }: PointerEvent) => {
      isHeld = target === element;
    };
    const onRelease = () => {
      if (isHeld) byHand();
      isHeld = false;
    };
    const onScroll = () => {
      const { scrollTop, scrollHeight, clientHeight } = element;
      const up = scrollTop < lastTop.current;
      lastTop.current = scrollTop;
      if (!isHeld && performance.now() - movedAt > 1_000) return;
      const isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR;
      if (up && !isAtEnd) setFollowing(false);
      else if (!up && isAtEnd) setFollowing(true);
    };
    const passive = { passive: true };
    element.addEventListener('wheel', onWheel, passive);
    element.addEventListener('touchmove', byHand, passive);
    element.addEventListener('keydown', onKey);
    element.addEventListener('pointerdown', onPress);
    element.addEventListener('scroll', onScroll, passive);
    window.addEventListener('pointerup', onRelease);
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('touchmove', byHand);
      element.removeEventListener('keydown', onKey);
      element.removeEventListener('pointerdown', onPress);
      element.removeEventListener('scroll', onScroll);
      window.removeEventListener('pointerup', onRelease);
    };
  }, [scroller]);

  const set = (on: boolean) => {
    moved.current = true;
    setFollowing(on);
  };
  return {
    following,
    unseen: count - seen,
    follow: () => set(true),
    pause: () => set(false),
    wasMoved: () => moved.current,
  };
}
