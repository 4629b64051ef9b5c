import type { IncomingHttpHeaders } from 'node:http';
import type { CoderClient } from '../../coder/client.ts';
import { errorOfClose, eventError } from '../../coder/connection/close-error.ts';
import type { DialQueue } from '../../coder/connection/dial-queue.ts';
import type { FollowSocket } from '../../coder/connection/follow.ts';
import { endpoints, requestPath } from '../../coder/endpoints.ts';
import type { AgentMetadata } from '../../coder/model.ts';
import type { RestList } from '../../coder/response/check.ts';
import type { UpstreamError } from '../../coder/response/failures.ts';
import { acceptEvent } from '../../coder/response/parse-response.ts';
import { isSameJson } from '../../coder/response/same-json.ts';
import { parseSocketEvent, type SocketEvent } from '../../coder/response/socket-event.ts';
import { codeOf, feedCaller, isDenied, lostUpstream, retryAfterMs } from '../failure.ts';
import { FirstTries } from '../first-tries.ts';
import { RetryBudget } from '../retry-budget.ts';
import type { StaggeredSchedule } from '../staggered-schedule.ts';
import type { FeedTimings } from '../timings.ts';
import type { Snapshot, SnapshotReader } from './state-reader.ts';

export interface MetadataFeedOptions {
  client: CoderClient;
  timings: FeedTimings;
  dials: DialQueue;
  /** Repeats the check of the right to read: Coder looks at it only when a socket opens. */
  schedule: StaggeredSchedule;
  agentId: string;
  token: string;
  onClosed: () => void;
}

/** What an agent measures, as one identity follows it: over one socket, with its own token, for all its readers. */
export class MetadataFeed implements Snapshot<RestList<AgentMetadata>> {
  state: RestList<AgentMetadata> | undefined;
  version = 0;
  readonly final = false;
  readonly #options: MetadataFeedOptions;
  readonly #path: { workspaceagent: string };
  readonly #retries: RetryBudget;
  readonly #readers = new Set<SnapshotReader>();
  readonly #abort = new AbortController();
  readonly #leaveSchedule: () => void;
  #socket: FollowSocket | undefined;
  #leaveQueue: (() => void) | undefined;
  /** Of the answer to the handshake of the socket that is open. */
  #answered: IncomingHttpHeaders = {};
  #openedAt = 0;
  /** Whether the socket that is open has told the state: it is then what Coder has now. */
  #current = false;
  #reconnect: unknown;
  #recheck: unknown;
  /** Undefined once the state is known. */
  #firstTries: FirstTries | undefined = new FirstTries();

  constructor(options: MetadataFeedOptions) {
    this.#options = options;
    this.#path = { workspaceagent: options.agentId };
    this.#retries = new RetryBudget(options.timings);
    this.#retries.recordContact(options.timings.clock.now());
    this.#leaveSchedule = options.schedule.add(() => void this.#checkRight());
  }

  /** Whether a socket is open or on its way. */
  get connected(): boolean {
    return this.#socket !== undefined;
  }

  /** The reader gets the state that an open socket has told, or tells next, then every change. */
  add(reader: SnapshotReader): void {
    this.#readers.add(reader);
    if (this.#readers.size === 1) this.#connect();
    else if (this.#current) reader.wake();
  }

  remove(reader: SnapshotReader): void {
    if (!this.#readers.delete(reader) || this.#readers.size > 0) return;
    const { clock } = this.#options.timings;
    this.#abort.abort();
    this.#disconnect();
    this.#leaveSchedule();
    clock.clearTimeout(this.#reconnect);
    clock.clearTimeout(this.#recheck);
    this.#options.onClosed();
  }

  #connect(): void {
    const { client, token, timings, dials } = this.#options;
    const tooOld = client.version.lack('agentMetadata');
    if (tooOld) {
      this.#fail(tooOld);
      return;
    }
    this.#leaveQueue = dials.enter(() => {
      this.#socket = client.follow(
        {
          target: requestPath(endpoints.agentMetadata, { path: this.#path }),
          token,
          limits: timings.follow,
          readsRefusals: true,
          parse: parseSocketEvent,
        },
        {
          opened: (headers) => {
            this.#leaveDialQueue();
            this.#answered = headers;
            this.#openedAt = timings.clock.now();
          },
          message: (event) => this.#told(event),
          closed: (reason) => this.#lost(errorOfClose(reason)),
        },
      );
    });
  }

  #told({ type, data }: SocketEvent): void {
    if (type === 'error') this.#lost(eventError());
    if (type !== 'data') return;
    let items: RestList<AgentMetadata>;
    try {
      items = acceptEvent(endpoints.agentMetadata, this.#path, { headers: this.#answered, data });
    } catch {
      this.#lost(errorOfClose({ kind: 'malformed' }));
      return;
    }
    this.#firstTries = undefined;
    this.#retries.readDone(this.#options.timings.clock.now());
    this.#current = true;
    if (this.state === undefined || !isSameJson(this.state, items)) {
      this.state = items;
      this.version++;
    }
    for (const reader of [...this.#readers]) reader.wake();
  }

  /** The socket is no more: another follows, unless that is hopeless. */
  #lost(error: UpstreamError): void {
    const { client, timings } = this.#options;
    const now = timings.clock.now();
    // One that Coder closes again and again soon after it has told the state is no progress.
    const progressed = this.#current && now - this.#openedAt >= timings.backoffMaxMs;
    this.#disconnect();
    const code = codeOf(error);
    const verdict = this.#retries.readFailed(code, now);
    const tooLate = this.#firstTries?.failed(error);
    // A Coder without this route says so as of an agent that is gone.
    if (isDenied(error) || tooLate) this.#fail(client.version.lack('agentMetadata') ?? error);
    else if (verdict) this.#fail(lostUpstream(verdict, error));
    else {
      const wait = Math.max(this.#retries.backoff(this.#retries.attempt(progressed) + 1), retryAfterMs(error));
      this.#reconnect = timings.clock.setTimeout(() => this.#connect(), wait);
    }
  }

  async #checkRight(): Promise<void> {
    const { client, token, timings } = this.#options;
    // Where no socket is open, the next one's handshake tells.
    if (!this.#current) return;
    timings.clock.clearTimeout(this.#recheck);
    try {
      await client.call(endpoints.agent, { path: this.#path }, feedCaller(token, this.#abort.signal));
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      if (isDenied(error)) this.#fail(error);
      else {
        // Without an answer nothing is known; Coder is asked again sooner than the schedule would.
        const wait = Math.max(timings.recheckMs, retryAfterMs(error));
        this.#recheck = timings.clock.setTimeout(() => void this.#checkRight(), wait);
      }
    }
  }

  #fail(error: unknown): void {
    for (const reader of [...this.#readers]) reader.fail(error);
  }

  #disconnect(): void {
    this.#socket?.close();
    this.#socket = undefined;
    this.#current = false;
    this.#leaveDialQueue();
  }

  #leaveDialQueue(): void {
    this.#leaveQueue?.();
    this.#leaveQueue = undefined;
  }
}
