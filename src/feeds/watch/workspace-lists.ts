import type { Caller } from '../../coder/caller.ts';
import type { CoderClient } from '../../coder/client.ts';
import { endpoints } from '../../coder/endpoints.ts';
import type { WorkspacePage } from '../../coder/model.ts';
import { itemsOf } from '../../coder/response/check.ts';
import { isMissing } from '../../coder/response/failures.ts';
import * as rest from '../../coder/rest/workspace.ts';
import { noWorkspaceList } from '../../loaders/workspaces.ts';
import type { FeedTimings } from '../timings.ts';
import { ListPace } from './list-pace.ts';
import { contentsOf, type PageContents } from './page-contents.ts';
import { SharedSnapshot } from './shared-snapshot.ts';
import { SnapshotHub } from './snapshot-hub.ts';
import type { StateEvents, StateReader } from './state-reader.ts';

/** Windows that one reading takes at most. The rows of each may all be hidden from the token, and Coder counts its reads. */
const MAX_WINDOWS = 8;

/** A list: Coder's search, and how many rows from the beginning. */
export interface ListTarget {
  query: string;
  first: number;
}

export interface ListWatcherOptions<Event> {
  token: string;
  signal?: AbortSignal | undefined;
  /** Pages are shared by all. */
  events: StateEvents<WorkspacePage, Event>;
}

/** What a mutation was about. */
export interface Written {
  token: string | undefined;
  workspaceId?: string;
  buildId?: string;
}

interface OpenList {
  identity: string;
  pace: ListPace;
  contents: PageContents | undefined;
}

/** Lists of workspaces as they change: one read for each identity and list, at the list's own pace. */
export class WorkspaceLists {
  readonly #client: CoderClient;
  readonly #timings: FeedTimings;
  readonly #hub = new SnapshotHub();
  readonly #open = new Set<OpenList>();

  constructor({ client, timings }: { client: CoderClient; timings: FeedTimings }) {
    this.#client = client;
    this.#timings = timings;
  }

  list<Event>(target: ListTarget, watcher: ListWatcherOptions<Event>): StateReader<WorkspacePage, Event> {
    const { token, signal, events } = watcher;
    const identity = this.#client.identity(token);
    return this.#hub.read<WorkspacePage, Event>({
      key: `${identity} ${target.first} ${target.query}`,
      signal,
      events,
      open: (onClosed) => this.#snapshot(target, { identity, token, onClosed }),
    });
  }

  /** A workspace has changed: the lists that show it are read again, each with its own token. */
  changed(workspaceId: string): void {
    for (const { contents, pace } of this.#open) if (contents?.workspaces.has(workspaceId)) pace.readSoon();
  }

  /** A mutation is over. Whoever made it may see it in any of their lists; others, where they see the workspace. */
  written({ token, workspaceId = '', buildId = '' }: Written): void {
    if (this.#open.size === 0) return;
    const writer = this.#client.identity(token);
    for (const { identity, contents, pace } of this.#open) {
      if (identity === writer || contents?.workspaces.has(workspaceId) || contents?.builds.has(buildId))
        pace.readSoon();
    }
  }

  /** Lists that are read, and their readers. */
  stats(): { snapshots: number; readers: number } {
    return this.#hub.stats();
  }

  /** Completes all readers. */
  close(): void {
    this.#hub.close();
  }

  #snapshot(
    target: ListTarget,
    { identity, token, onClosed }: { identity: string; token: string; onClosed: () => void },
  ): SharedSnapshot<WorkspacePage> {
    const pace = new ListPace({
      timings: this.#timings,
      lists: () => this.#listsOf(identity),
      read: () => snapshot.refresh(),
    });
    const list: OpenList = { identity, pace, contents: undefined };
    this.#open.add(list);
    const snapshot: SharedSnapshot<WorkspacePage> = new SharedSnapshot({
      token,
      timings: this.#timings,
      read: (caller) => readPage(this.#client, target, caller),
      onRead: (page) => {
        list.contents = contentsOf(page);
        pace.wasRead(list.contents.isUnderWay);
      },
      maxAgeMs: () => pace.gapMs,
      onClosed: () => {
        pace.stop();
        this.#open.delete(list);
        onClosed();
      },
    });
    return snapshot;
  }

  #listsOf(identity: string): number {
    let lists = 0;
    for (const each of this.#open) if (each.identity === identity) lists++;
    return lists;
  }
}

/** The first page, as a query of `workspaces` reads it. Coder leaves out hidden rows that it counts, perhaps all of a window. */
async function readPage(client: CoderClient, { query, first }: ListTarget, caller: Caller): Promise<WorkspacePage> {
  for (let window = 1; ; window++) {
    const offset = (window - 1) * first;
    const search = { ...(query !== '' && { q: query }), offset, limit: first };
    const page = await client.call(endpoints.workspaces, { path: {}, query: search }, caller).catch(asUnreadable);
    const isEmpty = itemsOf(rest.workspaces.read(page, 'workspaces')).length === 0;
    const count = rest.workspaces.peek(page, 'count') ?? 0;
    if (!isEmpty || offset + first >= count || window === MAX_WINDOWS) return page;
  }
}

/** Every Coder has the list, so a list that is missing says nothing of a lost right. */
function asUnreadable(error: unknown): never {
  throw isMissing(error) ? noWorkspaceList() : error;
}
