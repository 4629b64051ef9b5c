import type { Caller } from '../../coder/caller.ts';
import type { CoderClient } from '../../coder/client.ts';
import type { DialQueue } from '../../coder/connection/dial-queue.ts';
import { endpoints } from '../../coder/endpoints.ts';
import type { Build, Workspace } from '../../coder/model.ts';
import { build } from '../../coder/rest/build.ts';
import { isFinished } from '../build-finished.ts';
import type { FeedCluster } from '../cluster.ts';
import type { StaggeredSchedule } from '../staggered-schedule.ts';
import type { FeedTimings } from '../timings.ts';
import { SharedSnapshot } from './shared-snapshot.ts';
import { SnapshotHub } from './snapshot-hub.ts';
import type { StateReader } from './state-reader.ts';
import { WorkspaceChangeSocket } from './workspace-change-socket.ts';

export interface WatchOptions {
  client: CoderClient;
  timings: FeedTimings;
  dials: DialQueue;
  /** Coder announces neither every change nor a lost right, so each snapshot is also polled. */
  schedule: StaggeredSchedule;
  /** Told of each workspace that a change socket tells of. */
  onChange: (workspaceId: string) => void;
  /** Absent: all is watched for this process alone. */
  cluster?: FeedCluster | undefined;
}

export interface WatcherOptions {
  token: string;
  signal?: AbortSignal | undefined;
}

/** What a snapshot reads. */
interface Subject<State> {
  key: string;
  read: (caller: Caller) => Promise<State>;
  isFinal: (state: State) => boolean;
  workspaceOf: (state: State) => string;
}

/** Builds and workspaces as they change: one socket for each workspace, one read for each identity and change. */
export class WorkspaceWatch {
  readonly #options: WatchOptions;
  readonly #sockets = new Map<string, WorkspaceChangeSocket>();
  readonly #hub = new SnapshotHub();

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Completes after the build's final state. */
  build(workspacebuild: string, watcher: WatcherOptions): StateReader<Build> {
    const { client } = this.#options;
    return this.#read<Build>(watcher, {
      key: `build ${workspacebuild}`,
      read: (caller) => client.call(endpoints.build, { path: { workspacebuild } }, caller),
      isFinal: isFinished,
      workspaceOf: (json) => build.read(json, 'workspace_id'),
    });
  }

  workspace(workspace: string, watcher: WatcherOptions): StateReader<Workspace> {
    const { client } = this.#options;
    return this.#read<Workspace>(watcher, {
      key: `workspace ${workspace}`,
      read: (caller) => client.call(endpoints.workspace, { path: { workspace } }, caller),
      isFinal: () => false,
      workspaceOf: () => workspace,
    });
  }

  /** Watch sockets that are open or being opened, snapshots that are read, and their readers. */
  stats(): { sockets: number; snapshots: number; readers: number } {
    let sockets = 0;
    for (const { connected } of this.#sockets.values()) if (connected) sockets++;
    return { sockets, ...this.#hub.stats() };
  }

  /** Completes all readers. */
  close(): void {
    this.#hub.close();
  }

  #read<State>({ token, signal }: WatcherOptions, subject: Subject<State>): StateReader<State> {
    return this.#hub.read<State, State>({
      key: `${this.#options.client.identity(token)} ${subject.key}`,
      signal,
      events: { eventOf: (state) => state },
      open: (onClosed) => this.#snapshot(token, subject, onClosed),
    });
  }

  #snapshot<State>(
    token: string,
    { read, isFinal, workspaceOf }: Subject<State>,
    onClosed: () => void,
  ): SharedSnapshot<State> {
    const { timings, schedule } = this.#options;
    const leaveSchedule = schedule.add(() => snapshot.refresh());
    const snapshot: SharedSnapshot<State> = new SharedSnapshot<State>({
      token,
      timings,
      read,
      isFinal,
      listen: (state, onChange) => this.#changeSocket(workspaceOf(state)).listen({ token, onChange }),
      onClosed: () => {
        leaveSchedule();
        onClosed();
      },
    });
    return snapshot;
  }

  #changeSocket(workspaceId: string): WorkspaceChangeSocket {
    let socket = this.#sockets.get(workspaceId);
    if (socket === undefined) {
      socket = new WorkspaceChangeSocket({
        ...this.#options,
        workspaceId,
        onChange: () => this.#options.onChange(workspaceId),
        onIdle: () => this.#sockets.delete(workspaceId),
      });
      this.#sockets.set(workspaceId, socket);
    }
    return socket;
  }
}
