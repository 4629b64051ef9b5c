import { eventsOf, type FeedOptions } from './subscription.ts';

/** A workspace as `watchWorkspaces` selects it unless told otherwise. */
export interface WorkspaceRow {
  /** Global id. */
  id: string;
  name: string;
  /** Of its page in Coder's UI. */
  url: string;
  owner: { username: string | null };
  latestBuild: { id: string; buildNumber: number; transition: string; status: string } | null;
}

/** The first page of a list, as it is. */
export interface WorkspaceList<Row extends { id: string } = WorkspaceRow> {
  /** In Coder's order. A row that has not changed is the very same object as before. */
  workspaces: readonly Row[];
  /** All that match, also those behind the page. */
  totalCount: number;
}

export interface WatchOptions extends FeedOptions {
  /** Coder's search, such as `owner:me status:running`. @default all that the token may see */
  query?: string | undefined;
  /** How many rows: 1 to 100. @default 25 */
  first?: number | undefined;
  /** What is selected of each workspace besides its `id`, as GraphQL. @default what `WorkspaceRow` has */
  fields?: string | undefined;
}

interface ListEvent<Row> {
  readonly changed: readonly Row[];
  readonly left: readonly string[];
  readonly order: readonly string[] | null;
  readonly totalCount: number;
}

const FIELDS = 'name url owner { username } latestBuild { id buildNumber transition status }';

/**
 * A list of workspaces as it lives: the page at first, then the page after each change of what is selected. It is begun
 * again after a lost connection, and ends only with its reader or the `signal`.
 *
 * @example
 * for await (const { workspaces } of watchWorkspaces({ url, token, query: 'owner:me' }))
 *   render(workspaces.map(({ name, latestBuild }) => `${name}: ${latestBuild?.status}`));
 */
export async function* watchWorkspaces<Row extends { id: string } = WorkspaceRow>({
  query: search,
  first,
  fields = FIELDS,
  ...options
}: WatchOptions): AsyncGenerator<WorkspaceList<Row>, void, undefined> {
  const query = `subscription WatchWorkspaces($query: String, $first: Int) {
  workspacesUpdated(query: $query, first: $first) { changed { id ${fields} } left order totalCount }
}`;
  let rows = new Map<string, Row>();
  let order: readonly string[] = [];
  const variables = () => {
    // Each attempt begins with a whole page.
    rows = new Map();
    return { query: search, first };
  };
  for await (const event of eventsOf<ListEvent<Row>>({ query, variables }, options)) {
    for (const id of event.left) rows.delete(id);
    for (const row of event.changed) rows.set(row.id, row);
    order = event.order ?? order;
    const workspaces = order.flatMap((id) => rows.get(id) ?? []);
    yield { workspaces, totalCount: event.totalCount };
  }
}
