import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from '@graphiql/plugin-doc-explorer';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN, HistoryStore } from '@graphiql/plugin-history';
import { GraphiQLProvider } from '@graphiql/react';
import { useEffect, useMemo, useState } from 'react';
import { noteTabs, type OpenTabs } from '../active-tab.ts';
import type { PageConfig } from '../config.ts';
import { createFetcher } from '../fetcher.ts';
import { setToken } from '../identity.ts';
import { askIds } from '../known-ids.ts';
import type { TabIds } from '../openings.ts';
import { keepTabs } from '../runs.ts';
import type { Session } from '../session.ts';
import type { TokenMemory } from '../token-memory.ts';
import { codePlugin } from './code-panel.tsx';
import { EditorTheme, themes } from './editor-theme.tsx';
import { Filling } from './filling.tsx';
import { ExplorerIcon } from './icons.tsx';
import { TopBar } from './top-bar.tsx';
import { Workbench } from './workbench.tsx';

const plugins = [
  DOC_EXPLORER_PLUGIN,
  { ...explorerPlugin({ showAttribution: false }), title: 'Explorer', icon: ExplorerIcon },
  HISTORY_PLUGIN,
  codePlugin,
];

interface AppProps {
  config: PageConfig;
  storage: Storage;
  tokens: TokenMemory;
  session: Session;
  firstIds: TabIds;
  /** The ids that are known a moment later, where `firstIds` are not. */
  asked: Promise<TabIds | undefined>;
}

/** GraphiQL's store and plugins in a page of our own. */
export function App({ config, storage, tokens, session, firstIds, asked }: AppProps) {
  const [ids, setIds] = useState(firstIds);
  const fetcher = useMemo(
    () =>
      createFetcher({
        onCreatedBuild: (build) => setIds((before) => ({ ...before, toFollow: build, toCancel: build })),
      }),
    [],
  );
  useEffect(() => {
    void asked.then((found) => found && setIds(found));
  }, [asked]);
  const onToken = (token: string | undefined) => {
    tokens.set(token);
    setToken(token);
    void askIds().then((found) => found && setIds(found));
  };
  const onTabChange = (tabs: OpenTabs) => {
    noteTabs(tabs);
    keepTabs(tabs.tabs.map(({ id }) => id));
  };
  const active = session.tabs[session.activeTabIndex];
  return (
    <div className="graphiql-container page">
      <GraphiQLProvider
        fetcher={fetcher}
        storage={storage}
        plugins={plugins}
        referencePlugin={DOC_EXPLORER_PLUGIN}
        initialQuery={active?.query ?? ''}
        initialVariables={active?.variables ?? ''}
        shouldPersistHeaders={false}
        schemaDescription
        inputValueDeprecation
        onTabChange={onTabChange}
        editorTheme={themes}
      >
        <HistoryStore maxHistoryLength={40}>
          <DocExplorerStore>
            <EditorTheme />
            <TopBar config={config} onToken={onToken} />
            <Workbench />
            <Filling ids={ids} storage={storage} />
          </DocExplorerStore>
        </HistoryStore>
      </GraphiQLProvider>
    </div>
  );
}
