import type { CoderClient } from '../../coder/client.ts';
import type { DialQueue } from '../../coder/connection/dial-queue.ts';
import type { CloseReason, FollowSocket } from '../../coder/connection/follow.ts';
import { endpoints, requestPath } from '../../coder/endpoints.ts';
import { parseSocketEvent } from '../../coder/response/socket-event.ts';
import type { FeedCluster, SharedTarget } from '../cluster.ts';
import { refusalRetryAfterMs } from '../failure.ts';
import type { FeedTimings } from '../timings.ts';

export interface WorkspaceChangeSocketOptions {
  client: CoderClient;
  timings: FeedTimings;
  dials: DialQueue;
  workspaceId: string;
  /** Told of each change, before the listeners are. */
  onChange: () => void;
  /** Absent: the workspace is watched for this process alone. */
  cluster?: FeedCluster | undefined;
  /** The last listener has gone. */
  onIdle: () => void;
}

/** Sockets in a row that bring nothing before another replica may try. */
const FAILED_SOCKETS = 2;

interface Listener {
  token: string;
  onChange: () => void;
}

/**
 * Coder's watch socket of one workspace, one for all who watch it, in other replicas too. It goes with one listener's
 * token, and what it sends is rendered for that user; so an event only means that something has changed.
 */
export class WorkspaceChangeSocket {
  readonly #options: WorkspaceChangeSocketOptions;
  readonly #shared: SharedTarget | undefined;
  /** The first one's token is the socket's. */
  readonly #listeners: Listener[] = [];
  #socket: FollowSocket | undefined;
  #leaveQueue: (() => void) | undefined;
  #timer: unknown;
  #open = false;
  /** Consecutive sockets without an event. */
  #attempts = 0;
  /** Counts the connections: the role of one that is no more does not matter. */
  #connection = 0;

  constructor(options: WorkspaceChangeSocketOptions) {
    this.#options = options;
    this.#shared = options.cluster?.target(`workspace ${options.workspaceId}`, {
      lines: () => {},
      hint: (hint) => {
        if (hint === 'changed') this.#changed();
      },
      changed: () => {
        this.#disconnect();
        void this.#connect();
      },
      leading: () => {},
    });
  }

  get connected(): boolean {
    return this.#socket !== undefined;
  }

  /** Calls `onChange` at each change, and at once if the socket is open already; the result removes the listener. */
  listen(listener: Listener): () => void {
    this.#listeners.push(listener);
    if (this.#listeners.length === 1) void this.#connect();
    // Coder sends an event when a socket opens.
    else if (this.#open) listener.onChange();
    return () => this.#remove(listener);
  }

  #remove(listener: Listener): void {
    const index = this.#listeners.indexOf(listener);
    if (index < 0) return;
    this.#listeners.splice(index, 1);
    if (this.#listeners.length === 0) {
      this.#disconnect();
      this.#shared?.leave();
      this.#options.onIdle();
    } else if (index === 0 && !this.#isElsewhere) {
      this.#disconnect();
      void this.#connect();
    }
  }

  /** Whether another replica has the socket, with a token of its own. */
  get #isElsewhere(): boolean {
    return this.#open && this.#socket === undefined;
  }

  async #connect(): Promise<void> {
    if (!this.#shared) return this.#dial();
    const connection = ++this.#connection;
    const role = await this.#shared.enter();
    if (connection !== this.#connection) return;
    if (role !== 'listen') return this.#dial();
    this.#open = true;
    // What has changed before was told to others.
    this.#changed();
  }

  #changed(): void {
    this.#options.onChange();
    for (const listener of [...this.#listeners]) listener.onChange();
  }

  #dial(): void {
    const { client, workspaceId, timings, dials } = this.#options;
    const token = this.#listeners[0]?.token;
    if (token === undefined) return;
    if (client.version.has('watchSocket') === 'no') {
      // The slow poll tells of the changes; Coder may be upgraded meanwhile.
      this.#timer = timings.clock.setTimeout(() => void this.#connect(), timings.watchPollMs);
      return;
    }
    this.#leaveQueue = dials.enter(() => {
      this.#socket = client.follow(
        {
          target: requestPath(endpoints.workspaceChanges, { path: { workspace: workspaceId } }),
          token,
          limits: timings.follow,
          parse: (text) => parseSocketEvent(text).type,
        },
        {
          opened: () => {
            this.#leaveDialQueue();
            this.#open = true;
          },
          message: (type) => {
            if (type !== 'data') return;
            this.#attempts = 0;
            this.#shared?.tell('changed');
            this.#changed();
          },
          closed: (reason) => this.#closed(reason),
        },
      );
    });
  }

  #closed(reason: CloseReason): void {
    const { timings } = this.#options;
    this.#disconnect();
    // The next listener's token may be accepted; a listener that has lost its right learns that by its own reads.
    if (reason.kind === 'refused' && reason.byCoder) this.#listeners.push(...this.#listeners.splice(0, 1));
    const longest = Math.min(timings.watchPollMs, timings.backoffMs * 2 ** Math.min(this.#attempts++, 20));
    if (this.#attempts >= FAILED_SOCKETS) this.#shared?.yield();
    const wait = Math.max(longest * (0.5 + timings.random() / 2), refusalRetryAfterMs(reason));
    this.#timer = timings.clock.setTimeout(() => void this.#connect(), wait);
  }

  #disconnect(): void {
    this.#connection++;
    this.#socket?.close();
    this.#socket = undefined;
    this.#open = false;
    this.#leaveDialQueue();
    this.#options.timings.clock.clearTimeout(this.#timer);
  }

  #leaveDialQueue(): void {
    this.#leaveQueue?.();
    this.#leaveQueue = undefined;
  }
}
