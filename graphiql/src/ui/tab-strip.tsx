import { CloseIcon, PlusIcon, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useRuns } from '../runs.ts';

/**
 * The open operations. GraphiQL's own strip slides its tabs into place, so that a first click misses them, and puts
 * buttons into tabs, which screen readers cannot tell apart.
 */
export function TabStrip() {
  const tabs = useGraphiQL((state) => state.tabs);
  const activeTabIndex = useGraphiQL((state) => state.activeTabIndex);
  const { addTab, changeTab, closeTab } = useGraphiQLActions();
  const runs = useRuns(({ byTab }) => byTab);
  return (
    <nav className="tab-strip" aria-label="Operations">
      <ul>
        {tabs.map(({ id, title }, index) => (
          <li key={id} className={index === activeTabIndex ? 'active' : ''}>
            <button
              type="button"
              className="tab"
              aria-current={index === activeTabIndex ? 'page' : undefined}
              onClick={() => index !== activeTabIndex && changeTab(index)}
            >
              {runs[id]?.log?.state === 'live' && <span className="live-dot" role="img" aria-label="live" />}
              {title}
            </button>
            {tabs.length > 1 && (
              <button type="button" className="close" aria-label={`Close ${title}`} onClick={() => closeTab(index)}>
                <CloseIcon />
              </button>
            )}
          </li>
        ))}
      </ul>
      <button type="button" className="icon-button add" aria-label="New tab" title="New tab" onClick={addTab}>
        <PlusIcon aria-hidden="true" />
      </button>
    </nav>
  );
}
