import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { panned, type Stretch, zoomed } from './time-scale.ts';

export interface View extends Stretch {
  isWhole: boolean;
  change: (next: Stretch) => void;
  zoom: (factor: number, at?: number) => void;
  pan: (by: number) => void;
  showAll: () => void;
}

/** What is in view of a stretch of time: all of it, also while it grows, until somebody looks closer. */
export function useView(whole: Stretch): View {
  const [chosen, setChosen] = useState<Stretch>();
  const view = chosen ?? whole;
  const change = (next: Stretch) => setChosen(next.start <= whole.start && next.end >= whole.end ? undefined : next);
  return {
    ...view,
    isWhole: chosen === undefined,
    change,
    zoom: (factor, at = 0.5) => change(zoomed(view, factor, at, whole)),
    pan: (by) => change(panned(view, by, whole)),
    showAll: () => setChosen(undefined),
  };
}

/** Zooms by the wheel together with Control or Command, and by two fingers on a pad; moves by dragging, and sideways. */
export function useViewByHand(plot: RefObject<Element | null>, view: View, width: number): void {
  const onWheel = useEffectEvent((event: WheelEvent) => {
    const { ctrlKey, metaKey, shiftKey, deltaX, deltaY, clientX } = event;
    if (ctrlKey || metaKey) {
      event.preventDefault();
      const left = plot.current?.getBoundingClientRect().left ?? 0;
      view.zoom(Math.exp(Math.max(-60, Math.min(60, deltaY)) * 0.008), (clientX - left) / width);
    } else if (!view.isWhole && (shiftKey || Math.abs(deltaX) > Math.abs(deltaY))) {
      event.preventDefault();
      view.pan((deltaX || deltaY) / width);
    }
  });
  const onDrag = useEffectEvent((distance: number) => view.pan(-distance / width));
  useEffect(() => {
    const element = plot.current;
    if (!element) return;
    let last: number | undefined;
    const press = ({ button, clientX, pointerType }: PointerEvent) => {
      if (button === 0 && pointerType !== 'touch') last = clientX;
    };
    const move = ({ clientX }: PointerEvent) => {
      if (last === undefined) return;
      onDrag(clientX - last);
      last = clientX;
    };
    const release = () => {
      last = undefined;
    };
    const wheel = (event: Event) => onWheel(event as WheelEvent);
    // Not passive: the page must not zoom as well.
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('pointerdown', press as EventListener);
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', release);
    // A pen with which the page is scrolled is not let go of: the browser takes it over.
    window.addEventListener('pointercancel', release);
    return () => {
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('pointerdown', press as EventListener);
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', release);
      window.removeEventListener('pointercancel', release);
    };
  }, [plot]);
}
