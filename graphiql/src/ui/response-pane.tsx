import { ResponseEditor, Spinner, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useEffectEvent, useState } from 'react';
import { type Run, useRuns } from '../runs.ts';
import { CostPanel } from './cost-panel.tsx';
import { FeedBar } from './feed-bar.tsx';
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
  const { feed, stop } = run;
  const lines = feed?.lines;
  const hasLog = lines !== undefined;
  useResponse(tab, run.response);
  const [chosen, setChosen] = useState<Choice>();
  // Another tab, or a log where there was none, shows what is best to see of it.
  const applies = chosen?.tab === tab && chosen.hasLog === hasLog;
  const view = applies ? chosen.view : hasLog ? 'log' : 'response';
  const views: [View, string][] = [
    ...(hasLog ? ([['log', 'Log']] as [View, string][]) : []),
    ['response', feed ? 'Last event' : 'Response'],
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
        className={view === 'response' ? 'result answer' : 'result away'}
        role="tabpanel"
        id="result-response"
        aria-labelledby="view-response"
      >
        {feed && !hasLog && <FeedBar feed={feed} count={feed.events} counted="event" stop={stop} />}
        {isFetching && <Spinner />}
        <ResponseEditor />
      </div>
      {view === 'log' && feed && lines && (
        <div className="result" role="tabpanel" id="result-log" aria-labelledby="view-log">
          <LogView key={tab} feed={feed} lines={lines} stop={stop} />
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

/** Writes into the tab in front what came of its operation while another one was. */
function useResponse(tab: string, response: string | undefined): void {
  const editor = useGraphiQL((state) => state.responseEditor);
  const { updateActiveTabValues } = useGraphiQLActions();
  const write = useEffectEvent((text: string) => {
    if (editor === undefined || editor.getValue() === text) return;
    editor.setValue(text);
    updateActiveTabValues({ response: text });
  });
  const hasEditor = editor !== undefined;
  useEffect(() => {
    if (hasEditor && tab !== '' && response !== undefined) write(response);
  }, [hasEditor, tab, response]);
}
