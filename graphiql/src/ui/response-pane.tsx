import { ResponseEditor, Spinner, useGraphiQL } from '@graphiql/react';
import { useState } from 'react';
import { type Run, useRuns } from '../runs.ts';
import { CostPanel } from './cost-panel.tsx';
import { LogView } from './log-view.tsx';

type View = 'response' | 'log' | 'cost';

interface Choice {
  tab: string;
  hasLog: boolean;
  view: View;
}

const none: Run = {};

/** What came of the operation: GraphiQL's response, the log of a feed in its place, and what it cost. */
export function ResponsePane() {
  const tabs = useGraphiQL((state) => state.tabs);
  const tab = tabs[useGraphiQL((state) => state.activeTabIndex)]?.id ?? '';
  const isFetching = useGraphiQL((state) => state.isFetching);
  const run = useRuns(({ byTab }) => byTab[tab]) ?? none;
  const hasLog = run.log !== undefined;
  const [chosen, setChosen] = useState<Choice>();
  // Another tab, or a log where there was none, shows what is best to see of it.
  const applies = chosen?.tab === tab && chosen.hasLog === hasLog;
  const view = applies ? chosen.view : hasLog ? 'log' : 'response';
  const views: [View, string][] = [
    ...(hasLog ? ([['log', 'Log']] as [View, string][]) : []),
    ['response', hasLog ? 'Last event' : 'Response'],
    ['cost', run.trace ? `Cost: ${run.trace.calls} ${run.trace.calls === 1 ? 'call' : 'calls'}` : 'Cost'],
  ];
  return (
    <div className="response-pane">
      <div className="views" role="tablist" aria-label="Result">
        {views.map(([name, title]) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`view-${name}`}
            aria-selected={view === name}
            aria-controls={`result-${name}`}
            onClick={() => setChosen({ tab, hasLog, view: name })}
          >
            {title}
          </button>
        ))}
      </div>
      {/* GraphiQL writes into this editor whether it is seen or not. */}
      <div
        className={view === 'response' ? 'result' : 'result away'}
        role="tabpanel"
        id="result-response"
        aria-labelledby="view-response"
      >
        {isFetching && <Spinner />}
        <ResponseEditor />
      </div>
      {view === 'log' && run.log && (
        <div className="result" role="tabpanel" id="result-log" aria-labelledby="view-log">
          <LogView key={tab} log={run.log} stop={run.stop} />
        </div>
      )}
      {view === 'cost' && (
        <div className="result" role="tabpanel" id="result-cost" aria-labelledby="view-cost">
          <CostPanel trace={run.trace} />
        </div>
      )}
    </div>
  );
}
