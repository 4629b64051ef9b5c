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
/** The variables that the page itself has written into tabs. */
const FILLED_KEY = 'filled';
/** So many of each operation are remembered: a tab that is seldom in front has older ones. */
const MAX_FILLED = 10;

/** By operation, newest first. */
type Filled = Partial<Record<Opening, readonly string[]>>;

/** The tabs of the last visit, or those of a first one; and the document of the address in front, if there is one. */
export function openSession(storage: Storage, ids: TabIds, link: Link | undefined): Session {
  const variables = openingVariables(ids);
  const stored = storedSession(storage);
  const session = stored
    ? { ...stored, tabs: stored.tabs.map((tab) => ({ ...tab, ...refill(storage, tab, variables) })) }
    : { tabs: openingNames.map((name) => tabOf(documents[name], name, variables[name])), activeTabIndex: 0 };
  for (const name of openingNames) rememberFilled(storage, name, variables[name]);
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

/** What a tab gets for its variables, unless somebody has changed what the page wrote there; undefined: they stay. */
export function refill(
  storage: Storage,
  { operationName, variables }: Pick<StoredTab, 'operationName' | 'variables'>,
  now: Readonly<Record<Opening, string>>,
): { variables: string } | undefined {
  const name = openingNames.find((each) => each === operationName);
  if (name === undefined || !filledBefore(storage)[name]?.includes(variables ?? '')) return undefined;
  rememberFilled(storage, name, now[name]);
  return variables === now[name] ? undefined : { variables: now[name] };
}

function filledBefore(storage: Storage): Filled {
  return (parseJson(storage.getItem(FILLED_KEY) ?? '') ?? {}) as Filled;
}

function rememberFilled(storage: Storage, name: Opening, text: string): void {
  const filled = filledBefore(storage);
  const others = (filled[name] ?? []).filter((each) => each !== text);
  storage.setItem(FILLED_KEY, JSON.stringify({ ...filled, [name]: [text, ...others].slice(0, MAX_FILLED) }));
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
