import type { CoderClient } from '../../coder/client.ts';
import type { DialQueue } from '../../coder/connection/dial-queue.ts';
import type { CloseReason, FollowSocket } from '../../coder/connection/follow.ts';
import { parseSocketEvent } from '../../coder/response/socket-event.ts';
import { refusalRetryAfterMs } from '../failure.ts';
import type { FeedTimings } from '../timings.ts';

export interface WorkspaceChangeSocketOptions {
  client: CoderClient;
  timings: FeedTimings;
  dials: DialQueue;
  workspaceId: string;
  /** Told of each change, before the listeners are. */
  onChange: () => void;
  /** The last listener has gone. */
  onIdle: () => void;
}

interface Listener {
  token: string;
  onChange: () => void;
}

/**
 * Coder's watch socket of one workspace, one for all who watch it. It goes with one listener's token, and what it
 * sends is rendered for that user; so an event only means that something has changed.
 */
export class WorkspaceChangeSocket {
  readonly #options: WorkspaceChangeSocketOptions;
  /** The first one's token is the socket's. */
  readonly #listeners: Listener[] = [];
  #socket: FollowSocket | undefined;
  #leaveQueue: (() => void) | undefined;
  #timer: unknown;
  #open = false;
  /** Consecutive sockets without an event. */
  #attempts = 0;

  constructor(options: WorkspaceChangeSocketOptions) {
    this.#options = options;
  }

  get connected(): boolean {
    return this.#socket !== undefined;
  }

  /** Calls `onChange` at each change, and at once if the socket is open already; the result removes the listener. */
  listen(listener: Listener): () => void {
    this.#listeners.push(listener);
    if (this.#listeners.length === 1) this.#connect();
    // Coder sends an event when a socket opens.
    else if (this.#open) listener.onChange();
    return () => this.#remove(listener);
  }

  #remove(listener: Listener): void {
    const index = this.#listeners.indexOf(listener);
    if (index < 0) return;
    this.#listeners.splice(index, 1);
    if (index > 0) return;
    this.#disconnect();
    if (this.#listeners.length > 0) this.#connect();
    else this.#options.onIdle();
  }

  #connect(): void {
    const { client, workspaceId, timings, dials } = this.#options;
    const token = this.#listeners[0]?.token;
    if (token === undefined) return;
    if (client.version.has('watchSocket') === 'no') {
      // The slow poll tells of the changes; Coder may be upgraded meanwhile.
      this.#timer = timings.clock.setTimeout(() => this.#connect(), timings.watchPollMs);
      return;
    }
    this.#leaveQueue = dials.enter(() => {
      this.#socket = client.follow(
        {
          target: `/workspaces/${encodeURIComponent(workspaceId)}/watch-ws`,
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
            this.#options.onChange();
            for (const listener of [...this.#listeners]) listener.onChange();
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
    const wait = Math.max(longest * (0.5 + timings.random() / 2), refusalRetryAfterMs(reason));
    this.#timer = timings.clock.setTimeout(() => this.#connect(), wait);
  }

  #disconnect(): void {
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
