import { type RefObject, useEffect } from 'react';
import { useSession } from '../api/session.tsx';

/**
 * When what has the focus goes, the content of the page gets it: the keyboard would begin at the top of the document, and
 * a screen reader would say nothing. Whoever knows a better place gives the focus there at once.
 */
export function useFocusKeeper(content: RefObject<HTMLElement | null>): void {
  const { person } = useSession();
  useEffect(() => {
    // All of the page has gone with the one before.
    if (person > 0) content.current?.focus({ preventScroll: true });
  }, [content, person]);
  useEffect(() => {
    let last: Element | undefined;
    const onFocus = ({ target }: FocusEvent) => {
      last = target instanceof Element ? target : undefined;
    };
    const observer = new MutationObserver(() => {
      if (last === undefined || last.isConnected) return;
      last = undefined;
      if (document.activeElement === document.body) content.current?.focus({ preventScroll: true });
    });
    document.addEventListener('focusin', onFocus);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', onFocus);
      observer.disconnect();
    };
  }, [content]);
}
