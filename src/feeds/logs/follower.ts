import type { CoderClient } from '../../coder/client.ts';
import type { DialQueue } from '../../coder/connection/dial-queue.ts';
import type { FollowSocket } from '../../coder/connection/follow.ts';
import { UpstreamError } from '../../coder/response/failures.ts';
import type { LogId } from '../../coder/rest/scalars.ts';
import type { ErrorCode } from '../../errors.ts';
import type { FeedCluster, SharedTarget } from '../cluster.ts';
import { codeOf, feedCaller, isDenied, retryAfterMs } from '../failure.ts';
import type { FeedTimings } from '../timings.ts';
import { FollowRecord, type FollowRecordOptions } from './follow-record.ts';
import { LogListener } from './log-listener.ts';
import { LogMachine } from './log-machine.ts';
import { logParts } from './log-parts.ts';
import type { LogUpstream } from './log-upstream.ts';
import type { MachineAction, MachineEvent } from './machine-protocol.ts';

export interface FollowerOptions<Line extends { id: LogId }> extends FollowRecordOptions {
  client: CoderClient;
  source: LogUpstream<Line>;
  timings: FeedTimings;
  dials: DialQueue;
  /** Absent: the log is followed for this process alone. */
  cluster?: FeedCluster | undefined;
  after: LogId | undefined;
  token: string;
  /** `batched`: they have waited for each other already. */
  delivered: (lines: readonly Line[], batched: boolean) => void;
  /** A socket is open. */
  opened: () => void;
  /** Another replica has a new socket, or another one than before has it. */
  openedElsewhere: () => void;
  /** This replica leads: it publishes from now on what it delivers. */
  leading: () => void;
  /** The token may not read; the follower waits for `switchToken`, `gone` or `close`. */
  denied: (error: unknown) => void;
  ended: () => void;
  /** `last`: the last failure that it met. */
  failed: (code: ErrorCode, last: UpstreamError | undefined) => void;
  /** What was delivered after this line differs from the log. */
  mismatched: (confirmed: LogId | undefined) => void;
}

/** Handshakes in a row that fail before another replica may try. */
const FAILED_DIALS = 2;

/** Drives a machine with real sockets, reads and timers. */
export class Follower<Line extends { id: LogId }> {
  readonly #options: FollowerOptions<Line>;
  readonly #machine: LogMachine<Line>;
  #token: string;
  #socket: FollowSocket | undefined;
  readonly #shared: SharedTarget | undefined;
  #listener: LogListener<Line> | undefined;
  #listened = false;
  #failedDials = 0;
  /** Counts the connections: the role of one that is no more does not matter. */
  #connection = 0;
  #leaveQueue: (() => void) | undefined;
  #timer: unknown;
  /** Aborts the reads under way. */
  #abort = new AbortController();
  #closed = false;
  readonly #record: FollowRecord;
  #lastFailure: UpstreamError | undefined;

  constructor(options: FollowerOptions<Line>) {
    const { timings, after, source } = options;
    this.#options = options;
    this.#token = options.token;
    this.#record = new FollowRecord(options, source.kind);
    this.#machine = new LogMachine({ timings, after, hasStatus: source.finished !== undefined });
    this.#shared = options.cluster?.target(source.key, {
      lines: (told) => this.#listener?.told(told),
      hint: (hint) => {
        if (hint === 'opened') options.openedElsewhere();
        else if (hint !== 'changed') this.#send({ type: 'hint', finished: hint === 'finished' });
      },
      changed: () => {
        this.#disconnect();
        this.#send({ type: 'handover' });
      },
      leading: () => options.leading(),
    });
  }

  /** Up to which line everything is delivered. */
  get last(): LogId | undefined {
    return this.#machine.last;
  }

  /** Whether a socket is open or on its way. */
  get connected(): boolean {
    return this.#socket !== undefined;
  }

  start(): void {
    this.#send({ type: 'start' });
  }

  /** Tells other replicas the lines, which follow upon `after` without a gap. */
  publish(after: LogId | undefined, lines: readonly Line[]): void {
    this.#shared?.publish(after, lines);
  }

  /** Lines that a reader has read for itself after this id. */
  offer(after: LogId | undefined, lines: readonly Line[]): void {
    if (lines.length > 0) this.#send({ type: 'offered', after, lines });
  }

  /** Continues with another token. */
  switchToken(token: string): void {
    this.#token = token;
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#record.stopped('token');
    this.#send({ type: 'tokenSwitched' });
  }

  /** There is no such target any more. */
  gone(): void {
    this.#send({ type: 'gone' });
  }

  close(): void {
    this.#record.end();
    this.#closed = true;
    this.#abort.abort();
    this.#disconnect();
    this.#shared?.leave();
    this.#options.timings.clock.clearTimeout(this.#timer);
  }

  #send(event: MachineEvent<Line>): void {
    if (this.#closed) return;
    for (const action of this.#machine.step(event, this.#options.timings.clock.now())) {
      this.#perform(action);
      // A callback may have closed the follower.
      if (this.#closed) return;
    }
  }

  #perform(action: MachineAction<Line>): void {
    const { timings, delivered, ended, failed } = this.#options;
    switch (action.type) {
      case 'deliver':
        this.#record.delivered(action.lines.length);
        delivered(action.lines, this.#listener !== undefined);
        break;
      case 'connect':
        void this.#connect();
        break;
      case 'disconnect':
        this.#disconnect();
        break;
      case 'read':
        void this.#read(action, this.#abort.signal);
        break;
      case 'checkStatus':
        void this.#checkStatus(this.#abort.signal);
        break;
      case 'wait':
        timings.clock.clearTimeout(this.#timer);
        this.#timer = timings.clock.setTimeout(() => this.#send({ type: 'tick' }), action.ms);
        break;
      case 'end':
        this.close();
        ended();
        break;
      case 'mismatch':
        this.close();
        this.#options.mismatched(action.confirmed);
        break;
      case 'fail':
        this.#record.end(action.code);
        this.close();
        failed(action.code, this.#lastFailure);
        break;
    }
  }

  async #connect(): Promise<void> {
    if (!this.#shared) return this.#dial();
    const connection = ++this.#connection;
    const role = await this.#shared.enter();
    if (connection !== this.#connection) return;
    if (role === 'lead') this.#options.leading();
    if (role === 'listen') this.#listen();
    else this.#dial();
  }

  #dial(): void {
    const { client, source, timings, dials, opened } = this.#options;
    this.#record.dialing();
    this.#leaveQueue = dials.enter(() => {
      const socket = client.follow(
        { target: source.followTarget(this.last), token: this.#token, limits: timings.follow, parse: source.parse },
        {
          opened: () => {
            this.#dialed();
            this.#failedDials = 0;
            this.#send({ type: 'opened' });
            this.#shared?.tell('opened');
            opened();
          },
          message: (lines) => {
            if (lines.length > 0) this.#received(lines);
          },
          closed: (reason) => {
            this.#socket = undefined;
            this.#dialed();
            this.#record.stopped(reason.kind);
            if (reason.kind === 'refused') this.#lastFailure = reason.error;
            if (++this.#failedDials >= FAILED_DIALS) this.#shared?.yield();
            this.#send({ type: 'closed', reason });
          },
        },
      );
      this.#socket = socket;
    });
  }

  #received(lines: readonly Line[]): void {
    this.#record.received(lines.length, () => this.#send({ type: 'lines', lines }));
  }

  #listen(): void {
    const { client, source, openedElsewhere, denied } = this.#options;
    const listener = new LogListener<Line>({
      shared: this.#shared as SharedTarget,
      parse: (json) => source.parseAll(json),
      last: () => this.last,
      opened: () => {
        this.#send({ type: 'opened' });
        if (this.#listened) openedElsewhere();
        this.#listened = true;
      },
      lines: (lines) => this.#received(lines),
      open: (after) => source.open(client, after, feedCaller(this.#token, this.#abort.signal)),
      offer: (after, lines) => this.offer(after, lines),
      failed: (error) => {
        this.#disconnect();
        this.#send({ type: 'closed', reason: { kind: 'lost' } });
        if (isDenied(error)) denied(error);
      },
    });
    this.#listener = listener;
    listener.start();
  }

  #disconnect(): void {
    this.#connection++;
    this.#listener?.close();
    this.#listener = undefined;
    this.#socket?.close();
    this.#socket = undefined;
    this.#dialed();
  }

  /** The handshake is over, one way or the other. */
  #dialed(): void {
    this.#leaveQueue?.();
    this.#leaveQueue = undefined;
  }

  async #read({ after, whole }: MachineAction<Line> & { type: 'read' }, signal: AbortSignal): Promise<void> {
    const { client, source } = this.#options;
    try {
      const stream = await source.open(client, after, feedCaller(this.#token, signal, this.#record.span));
      for await (const part of logParts(stream, after)) {
        if (signal.aborted) return;
        this.#send({ type: 'read', ...part });
        if (!whole) return;
      }
    } catch (error) {
      this.#failed('readFailed', error, signal);
    }
  }

  async #checkStatus(signal: AbortSignal): Promise<void> {
    const { client, source } = this.#options;
    try {
      const finished = await source.finished?.(client, feedCaller(this.#token, signal, this.#record.span));
      if (signal.aborted) return;
      this.#shared?.tell(finished ? 'finished' : 'running');
      this.#send({ type: 'status', finished: finished === true });
    } catch (error) {
      this.#failed('statusFailed', error, signal);
    }
  }

  #failed(type: 'readFailed' | 'statusFailed', error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    if (error instanceof UpstreamError) this.#lastFailure = error;
    if (isDenied(error)) this.#options.denied(error);
    else this.#send({ type, code: codeOf(error), retryAfterMs: retryAfterMs(error) });
  }
}
