import type { GraphiQLPlugin } from '@graphiql/react';
import { useLayoutEffect, useRef } from 'react';

/** A tool beside the editor. */
export function PluginPanel({ plugin: { title, content: Content } }: { plugin: GraphiQLPlugin }) {
  const panel = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const element = panel.current;
    if (!element) return;
    const observer = new MutationObserver(() => nameControls(element));
    observer.observe(element, { childList: true, subtree: true });
    nameControls(element);
    return () => observer.disconnect();
  }, []);
  return (
    <aside className="plugin graphiql-plugin" aria-label={title} ref={panel}>
      <Content />
    </aside>
  );
}

/** The published plugins name two of their controls in a way that a screen reader cannot use. */
function nameControls(panel: HTMLElement): void {
  for (const button of panel.querySelectorAll('.graphiql-history-item-label')) button.removeAttribute('aria-label');
  for (const select of panel.querySelectorAll('select:not([aria-label])')) {
    select.setAttribute('aria-label', 'Kind of operation');
  }
}
