import { type Opening, openingNames, openingVariables, type TabIds } from './openings.ts';
import { documents } from './operations.ts';
import { parseJson } from './parsing.ts';

/** A tab as GraphiQL keeps it. */
export interface StoredTab {
  id: string;
  title: string;
  query: string | null;
  variables: string | null;
  headers: string | null;
  operationName: string | null;
  response: string | null;
}

/** What GraphiQL opens with. */
export interface Session {
  tabs: StoredTab[];
  activeTabIndex: number;
}

/** A document that an address leads to. */
export interface Link {
  query: string;
  variables?: string;
}

/** Where GraphiQL keeps its tabs. */
export const TABS_KEY = 'graphiql:tabState';
/** The variables that the page itself has written into tabs, by operation: those may be written again. */
const FILLED_KEY = 'filled';

type Variables = Readonly<Partial<Record<Opening, string>>>;

/** The tabs of the last visit, or those of a first one; and the document of the address in front, if there is one. */
export function openSession(storage: Storage, ids: TabIds, link: Link | undefined): Session {
  const variables = openingVariables(ids);
  const stored = storedSession(storage);
  const session = stored
    ? { ...stored, tabs: refilled(stored.tabs, filledBefore(storage), variables) }
    : { tabs: openingNames.map((name) => tabOf(documents[name], name, variables[name])), activeTabIndex: 0 };
  storage.setItem(FILLED_KEY, JSON.stringify(variables));
  if (link) show(session, link);
  storage.setItem(TABS_KEY, JSON.stringify(session));
  return session;
}

function storedSession(storage: Storage): Session | undefined {
  const session = parseJson(storage.getItem(TABS_KEY) ?? '') as Session | undefined;
  if (!Array.isArray(session?.tabs) || session.tabs.length === 0) return undefined;
  const activeTabIndex = Math.min(Math.max(session.activeTabIndex, 0), session.tabs.length - 1);
  return { tabs: session.tabs, activeTabIndex };
}

/** Puts new ids into the tabs whose variables nobody has changed. */
export function refilled<Tab extends { operationName?: string | null; variables?: string | null }>(
  tabs: readonly Tab[],
  before: Variables,
  now: Variables,
): Tab[] {
  return tabs.map((tab) => {
    const name = openingNames.find((each) => each === tab.operationName);
    if (name === undefined || now[name] === undefined || tab.variables !== before[name]) return tab;
    return tab.variables === now[name] ? tab : { ...tab, variables: now[name] };
  });
}

export function filledBefore(storage: Storage): Variables {
  return (parseJson(storage.getItem(FILLED_KEY) ?? '') ?? {}) as Variables;
}

export function rememberFilled(storage: Storage, variables: Variables): void {
  storage.setItem(FILLED_KEY, JSON.stringify(variables));
}

function show(session: Session, { query, variables = '' }: Link): void {
  const there = session.tabs.findIndex((tab) => tab.query === query && (tab.variables ?? '') === variables);
  if (there >= 0) session.activeTabIndex = there;
  else session.activeTabIndex = session.tabs.push(tabOf(query, nameIn(query), variables)) - 1;
}

function tabOf(query: string, name: string | null, variables: string): StoredTab {
  return {
    // Not `crypto.randomUUID`, which pages without TLS do not have.
    id: Math.random().toString(36).slice(2),
    title: name ?? '<untitled>',
    query,
    variables,
    headers: null,
    operationName: name,
    response: null,
  };
}

function nameIn(query: string): string | null {
  return /^\s*(?:query|mutation|subscription)\s+(\w+)/m.exec(query)?.[1] ?? null;
}
