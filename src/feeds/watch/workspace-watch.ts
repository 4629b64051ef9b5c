import type { Caller, CoderClient } from '../../coder/client.ts';
import { endpoints } from '../../coder/endpoints.ts';
import type { Build, Workspace } from '../../coder/model.ts';
import type { DialQueue } from '../dial-queue.ts';
import { isFinished } from '../logs/log-source.ts';
import type { Rota } from '../staggered-schedule.ts';
import type { FeedTimings } from '../timings.ts';
import { View } from './shared-snapshot.ts';
import { type StateHub, StateReader } from './state-reader.ts';
import { Doorbell } from './workspace-change-socket.ts';

export interface WatchOptions {
  client: CoderClient;
  timings: FeedTimings;
  dials: DialQueue;
  /** Some changes ring no bell, and rights are lost without one: everything is read now and then. */
  rota: Rota;
}

export interface WatcherOptions {
  token: string;
  signal?: AbortSignal | undefined;
}

/** What a view shows, besides for whom. */
interface Subject<State> {
  key: string;
  read: (caller: Caller) => Promise<State>;
  isFinal: (state: State) => boolean;
  workspaceOf: (state: State) => string;
}

/** Builds and workspaces as they change: one socket for each workspace, one read for each identity and change. */
export class WorkspaceWatch {
  readonly #options: WatchOptions;
  readonly #bells = new Map<string, Doorbell>();
  readonly #views = new Map<string, View<unknown>>();
  readonly #readers = new Set<{ return(): unknown }>();
  #closed = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Completes after the build's final state. */
  build(workspacebuild: string, watcher: WatcherOptions): AsyncIterableIterator<Build, undefined> {
    const { client } = this.#options;
    return this.#read<Build>(watcher, {
      key: `build ${workspacebuild}`,
      read: (caller) => client.call(endpoints.build, { path: { workspacebuild } }, caller),
      isFinal: isFinished,
      workspaceOf: (build) => build.workspace_id,
    });
  }

  workspace(workspace: string, watcher: WatcherOptions): AsyncIterableIterator<Workspace, undefined> {
    const { client } = this.#options;
    return this.#read<Workspace>(watcher, {
      key: `workspace ${workspace}`,
      read: (caller) => client.call(endpoints.workspace, { path: { workspace } }, caller),
      isFinal: () => false,
      workspaceOf: () => workspace,
    });
  }

  /** Watch sockets that are open or being opened, views that are read, and their readers. */
  stats(): { sockets: number; views: number; readers: number } {
    let sockets = 0;
    for (const { connected } of this.#bells.values()) if (connected) sockets++;
    return { sockets, views: this.#views.size, readers: this.#readers.size };
  }

  /** Completes all readers. */
  close(): void {
    this.#closed = true;
    for (const reader of [...this.#readers]) void reader.return();
  }

  #read<State>({ token, signal }: WatcherOptions, subject: Subject<State>): StateReader<State> {
    const key = `${this.#options.client.identity(token)} ${subject.key}`;
    const hub: StateHub<State> = {
      enter: (reader) => {
        if (this.#closed) return undefined;
        this.#readers.add(reader);
        return (this.#views.get(key) as View<State> | undefined) ?? this.#view(key, token, subject);
      },
      left: (reader) => this.#readers.delete(reader),
    };
    return new StateReader<State>(hub, signal);
  }

  #view<State>(key: string, token: string, { read, isFinal, workspaceOf }: Subject<State>): View<State> {
    const { timings, rota } = this.#options;
    const leaveRota = rota.add(() => view.refresh());
    const view: View<State> = new View<State>({
      token,
      timings,
      read,
      isFinal,
      listen: (state, ring) => this.#bell(workspaceOf(state)).listen({ token, ring }),
      over: () => {
        leaveRota();
        if (this.#views.get(key) === view) this.#views.delete(key);
      },
    });
    this.#views.set(key, view as View<unknown>);
    return view;
  }

  #bell(workspaceId: string): Doorbell {
    let bell = this.#bells.get(workspaceId);
    if (bell === undefined) {
      bell = new Doorbell({ ...this.#options, workspaceId, silent: () => this.#bells.delete(workspaceId) });
      this.#bells.set(workspaceId, bell);
    }
    return bell;
  }
}
