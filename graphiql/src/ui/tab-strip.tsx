import { CloseIcon, PlusIcon, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useState } from 'react';
import { useRuns } from '../runs.ts';

/**
 * The open operations. GraphiQL's own strip slides its tabs into place, so that a first click misses them, and puts
 * buttons into tabs, which screen readers cannot tell apart.
 */
export function TabStrip() {
  const tabs = useGraphiQL((state) => state.tabs);
  const activeTabIndex = useGraphiQL((state) => state.activeTabIndex);
  const { addTab, changeTab, closeTab, stop } = useGraphiQLActions();
  const runs = useRuns(({ byTab }) => byTab);
  const hasEditors = useGraphiQL((state) => Boolean(state.queryEditor && state.variableEditor && state.headerEditor));
  const [chosen, setChosen] = useState<number>();
  const front = chosen ?? activeTabIndex;
  // The editors load longer than the tabs, and begin with the tab that was in front: GraphiQL would write that over the
  // one that has been chosen meanwhile.
  useEffect(() => {
    if (!hasEditors || chosen === undefined) return;
    if (chosen !== activeTabIndex) changeTab(chosen);
    setChosen(undefined);
  }, [hasEditors, chosen, activeTabIndex, changeTab]);
  return (
    <nav className="tab-strip" aria-label="Operations">
      <ul>
        {tabs.map(({ id, title }, index) => (
          <li key={id} className={index === front ? 'active' : ''}>
            <button
              type="button"
              className="tab"
              aria-current={index === front ? 'page' : undefined}
              onClick={() => index !== front && setChosen(index)}
            >
              {runs[id]?.feed?.state === 'live' && <span className="live-dot" role="img" aria-label="live" />}
              {title}
            </button>
            {tabs.length > 1 && (
              <button
                type="button"
                className="close"
                aria-label={`Close ${title}`}
                disabled={!hasEditors}
                onClick={() => closeTab(index)}
              >
                <CloseIcon />
              </button>
            )}
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="icon-button add"
        aria-label="New tab"
        title="New tab"
        disabled={!hasEditors}
        onClick={() => {
          // As for any other change of tabs: GraphiQL would show the new one as what executes.
          stop();
          addTab();
        }}
      >
        <PlusIcon aria-hidden="true" />
      </button>
    </nav>
  );
}
