import { lazy, useEffect, useState } from 'react';
import { HashRouter, Route, Routes } from 'react-router';
import { type DeploymentConfig, loadConfig } from './api/config.ts';
import { SessionProvider } from './api/session.tsx';
import { Layout } from './layout/layout.tsx';
import { NotFound } from './layout/not-found.tsx';
import { Button } from './ui/controls/button.tsx';
import { Notice } from './ui/state/notice.tsx';
import { WorkspacePage } from './workspace/workspace-page.tsx';
import { WorkspacesPage } from './workspaces/workspaces-page.tsx';

// Charts, logs and forms come when they are needed: the list is there sooner.
const BuildPage = lazy(async () => ({ default: (await import('./build/build-page.tsx')).BuildPage }));
const StartPage = lazy(async () => ({ default: (await import('./start/start-page.tsx')).StartPage }));

/** The page asks the gateway first what it stands in front of: only then is it clear who one can act as. */
function useConfig() {
  const [config, setConfig] = useState<DeploymentConfig | 'failed'>();
  useEffect(() => {
    loadConfig().then(setConfig, () => setConfig('failed'));
  }, []);
  return config;
}

export function App() {
  const config = useConfig();
  if (config === 'failed') {
    return (
      <main style={{ maxWidth: '34rem', margin: '20vh auto', padding: '0 1rem' }}>
        <Notice
          tone="bad"
          title="The gateway cannot be reached"
          actions={<Button onClick={() => location.reload()}>Try again</Button>}
        >
          Is it running, and does the dev server's proxy lead to it?
        </Notice>
      </main>
    );
  }
  if (config === undefined) return null;
  return (
    <SessionProvider config={config}>
      {/* In the hash: the page works under any prefix, and from any server of files. */}
      <HashRouter>
        <Routes>
          <Route element={<Layout />}>
            <Route index element={<WorkspacesPage />} />
            <Route path="workspaces/:id" element={<WorkspacePage />} />
            <Route path="workspaces/:id/start" element={<StartPage />} />
            <Route path="builds/:id" element={<BuildPage />} />
            <Route path="*" element={<NotFound />} />
          </Route>
        </Routes>
      </HashRouter>
    </SessionProvider>
  );
}
