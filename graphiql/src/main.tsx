import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import './styles/theme.css';
import './styles/page.css';
import './styles/results.css';
import './workers.ts';
import { createRoot } from 'react-dom/client';
import { noteTabs } from './active-tab.ts';
import { loadConfig } from './config.ts';
import { setToken } from './identity.ts';
import { askIds } from './known-ids.ts';
import { linkIn } from './link.ts';
import { openSession } from './session.ts';
import { storageOf } from './storage.ts';
import { TokenMemory } from './token-memory.ts';
import { App } from './ui/app.tsx';

const root = document.getElementById('root') as HTMLElement;

async function start(): Promise<void> {
  const config = await loadConfig();
  const storage = storageOf(config.deployment);
  const tokens = new TokenMemory(config.deployment);
  setToken(tokens.get());
  const asked = askIds();
  // A Coder that answers slowly does not keep the page: the tabs get their ids when it does.
  const firstIds = (await Promise.race([asked, after(1_500)])) ?? {};
  const link = linkIn(location);
  const session = openSession(storage, firstIds, link);
  // Now it is a tab as any other: a reload shows that as it was left, and not the linked document once more.
  if (link) history.replaceState(null, '', location.pathname);
  // A link that is pasted into the address of the open page.
  addEventListener('hashchange', () => linkIn(location) && location.reload());
  noteTabs(session);
  createRoot(root, { onUncaughtError: fail }).render(
    <App {...{ config, storage, tokens, session, firstIds, asked }} />,
  );
}

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, undefined));
}

/** Says why there is no page, in its place. */
function fail(error: unknown): void {
  console.error(error);
  root.textContent = `${error instanceof Error ? error.message : error} Reload the page to try again.`;
  root.className = 'failed-start';
}

start().catch(fail);
