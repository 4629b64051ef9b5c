import { Tooltip, useDragResize, useGraphiQL, useMonaco } from '@graphiql/react';
import { Editors } from './editors.tsx';
import { PluginPanel } from './plugin-panel.tsx';
import { Rail } from './rail.tsx';
import { ResponsePane } from './response-pane.tsx';
import { TabStrip } from './tab-strip.tsx';

/** The page below its bar: tools, operations, editors and results. */
export function Workbench() {
  const plugin = useGraphiQL((state) => state.visiblePlugin);
  const ready = useMonaco((state) => Boolean(state.monaco));
  return (
    <Tooltip.Provider>
      <div className="workbench">
        <Rail />
        {plugin && <PluginPanel key={plugin.title} plugin={plugin} />}
        <main className="session">
          <TabStrip />
          {ready ? <Panes /> : <p className="loading">Loading the editor…</p>}
        </main>
      </div>
    </Tooltip.Provider>
  );
}

function Panes() {
  const { firstRef, dragBarRef, secondRef } = useDragResize({ direction: 'horizontal', storageKey: 'paneFlex' });
  return (
    <div className="panes">
      <div className="pane" ref={firstRef}>
        <Editors />
      </div>
      <div className="drag-bar" ref={dragBarRef} />
      <div className="pane" ref={secondRef}>
        <ResponsePane />
      </div>
    </div>
  );
}
