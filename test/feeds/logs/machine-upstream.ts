import type { ErrorCode } from '../../../src/errors.ts';
import { LogMachine } from '../../../src/feeds/logs/log-machine.ts';
import type { MachineAction, MachineEvent } from '../../../src/feeds/logs/machine-protocol.ts';
import { defaultTimings, type FeedTimings } from '../../../src/feeds/timings.ts';

export interface Line {
  id: number;
}

/** `disorder`: sockets bring lines in another order; `jumps`: and lines that are in no log, with far too high ids. */
export type Fault = 'disorder' | 'jumps';

export type Choose = (below: number) => number;

/** A Coder of one log, as badly behaved as `choose` wants it, with the machine on the other side; in virtual time. */
export class MachineUpstream {
  readonly machine: LogMachine<Line>;
  readonly log: Line[] = [];
  readonly delivered: Line[] = [];
  readonly actions: MachineAction<Line>[] = [];
  now = 1_000;
  finished = false;
  ended = 0;
  failed: string | undefined;
  mismatch: { confirmed: number | undefined } | undefined;
  #sent = 0;
  #idleTicks = 0;
  #nextId = 0;
  /** How many lines of the log followers have been told of. */
  #announced = 0;
  #socket: { state: 'connecting' | 'open'; at: number; visible: number } | undefined;
  #read: { after: number | undefined; whole: boolean } | undefined;
  #checking = false;
  #tickAt: number | undefined;
  readonly #choose: Choose;
  readonly #ends: boolean;
  readonly #fault: Fault | undefined;

  constructor(
    choose: Choose,
    options: { after?: number; hasStatus?: boolean; timings?: Partial<FeedTimings>; fault?: Fault } = {},
  ) {
    this.#choose = choose;
    this.#ends = options.hasStatus ?? true;
    this.#fault = options.fault;
    this.machine = new LogMachine<Line>({
      timings: { ...defaultTimings, random: () => choose(1000) / 1000, ...options.timings },
      after: options.after,
      hasStatus: this.#ends,
    });
  }

  send(event: MachineEvent<Line>): void {
    if (this.#sent++ > 20_000) throw new Error('the machine does not come to an end');
    for (const action of this.machine.step(event, this.now)) this.#perform(action);
  }

  write(count: number, announce = true): void {
    for (let written = 0; written < count; written++) {
      this.#nextId += 1 + this.#choose(4);
      // What others have logged meanwhile.
      if (this.#fault === 'jumps' && this.#choose(10) === 0) this.#nextId += 2_000_000;
      this.log.push({ id: this.#nextId });
    }
    if (announce) this.#announced = this.log.length;
  }

  /** The last lines are written with the end, and nobody is told of them. */
  finish(lateLines: number): void {
    if (this.finished) return;
    this.write(lateLines, false);
    this.finished = true;
  }

  /** One random event, good or bad. */
  randomStep(): void {
    const choose = this.#choose;
    switch (choose(12)) {
      case 0:
      case 1:
        if (!this.finished) this.write(1 + choose(6));
        return;
      case 2:
        if (choose(8) === 0 && this.#ends) this.finish(choose(4));
        return;
      case 3:
        // The answers to what was asked with the former token never come.
        this.#read = undefined;
        this.#checking = false;
        this.send({ type: 'tokenSwitched' });
        return;
      case 4:
        this.#offer();
        return;
      case 5:
      case 6:
        this.#answerRead(choose(3) === 0);
        return;
      case 7:
        this.#answerStatus(choose(3) === 0);
        return;
      case 8:
        this.tick();
        return;
      default:
        this.#randomSocketStep();
    }
  }

  /** One step of a healthy upstream. */
  healthyStep(): void {
    const socket = this.#socket;
    const visible = Math.max(socket?.visible ?? 0, this.#announced);
    if (socket?.state === 'connecting') this.#open();
    else if (socket && socket.at < visible) this.#deliver(visible);
    else if (socket && this.finished) this.#close({ kind: 'closed', code: 1000 });
    else if (this.#read) this.#answerRead(false);
    else if (this.#checking) this.#answerStatus(false);
    else this.tick();
  }

  tick(): void {
    if (this.#tickAt === undefined) {
      if (this.#idleTicks++ > 5_000) throw new Error('the machine waits for nothing');
      return;
    }
    this.now = Math.max(this.now, this.#tickAt);
    this.#tickAt = undefined;
    this.send({ type: 'tick' });
  }

  failRead(code: ErrorCode = 'UPSTREAM_UNAVAILABLE'): boolean {
    if (!this.#read) return false;
    this.#answerRead(true, code);
    return true;
  }

  answerStatus(): boolean {
    if (!this.#checking) return false;
    this.#answerStatus(false);
    return true;
  }

  cut(): void {
    this.#close({ kind: 'lost' });
  }

  refuse(): boolean {
    if (this.#socket?.state !== 'connecting') return false;
    this.#close({ kind: 'lost' });
    return true;
  }

  failStatus(): boolean {
    if (!this.#checking) return false;
    this.#answerStatus(true);
    return true;
  }

  #perform(action: MachineAction<Line>): void {
    this.actions.push(action);
    switch (action.type) {
      case 'connect':
        if (this.#socket) throw new Error('connected twice');
        this.#socket = { state: 'connecting', at: this.#after(this.machine.last as number | undefined), visible: 0 };
        return;
      case 'disconnect':
        if (!this.#socket) throw new Error('disconnected what was not connected');
        this.#socket = undefined;
        return;
      case 'read':
        if (this.#read) throw new Error('read twice');
        this.#read = { after: action.after as number | undefined, whole: action.whole };
        return;
      case 'checkStatus':
        if (this.#checking) throw new Error('checked twice');
        this.#checking = true;
        return;
      case 'wait':
        this.#tickAt = this.now + action.ms;
        return;
      case 'deliver':
        this.delivered.push(...action.lines);
        return;
      case 'end':
        this.ended++;
        return;
      case 'mismatch':
        this.mismatch = { confirmed: action.confirmed as number | undefined };
        return;
      case 'fail':
        this.failed = action.code;
    }
  }

  #randomSocketStep(): void {
    const choose = this.#choose;
    const socket = this.#socket;
    if (!socket) return;
    if (socket.state === 'connecting') {
      const turn = choose(4);
      if (turn < 2) this.#open();
      else if (turn === 2) this.#close({ kind: 'lost' });
      else this.#close({ kind: 'refused', status: [401, 403, 404, 426, 429, 500, 503][choose(7)] as number });
      return;
    }
    switch (choose(10)) {
      case 0:
        this.#close({ kind: 'closed', code: [1000, 1001, 1006, 1008, 1011, 4999][choose(6)] as number });
        return;
      case 1:
        this.#close({ kind: 'lost' });
        return;
      case 2:
        this.#close({ kind: 'malformed' });
        return;
      case 3:
        // Everything once more.
        socket.at = 0;
        return;
      case 4:
        socket.at = Math.max(0, socket.at - choose(5));
        return;
      default:
        this.#deliver(socket.at + 1 + choose(5));
    }
  }

  #open(): void {
    const socket = this.#socket;
    if (!socket) return;
    socket.state = 'open';
    // The backlog is read when the follower comes: it has also what nobody was told of.
    socket.visible = this.log.length;
    this.send({ type: 'opened' });
  }

  #deliver(to: number): void {
    const socket = this.#socket;
    if (!socket) return;
    socket.visible = Math.max(socket.visible, this.#announced);
    const lines = this.log.slice(socket.at, Math.min(to, socket.visible));
    socket.at += lines.length;
    if (this.#fault === 'disorder' && this.#choose(3) === 0) lines.reverse();
    if (this.#fault === 'jumps' && this.#choose(3) === 0) {
      const before = this.log[socket.at - 1]?.id ?? 0;
      lines.splice(this.#choose(lines.length + 1), 0, { id: before + 5_000_000 });
    }
    if (lines.length > 0) this.send({ type: 'lines', lines });
  }

  #close(reason: Extract<MachineEvent<Line>, { type: 'closed' }>['reason']): void {
    this.#socket = undefined;
    this.send({ type: 'closed', reason });
  }

  #offer(): void {
    // Also from beyond what the machine has: such a read leaves a gap and must not be taken.
    const after = this.log[this.#choose(this.log.length + 1)]?.id;
    const from = this.#after(after);
    this.send({ type: 'offered', after, lines: this.log.slice(from, from + this.#choose(6)) });
  }

  #answerRead(fail: boolean, code: ErrorCode = 'UPSTREAM_UNAVAILABLE'): void {
    if (!this.#read) return;
    const { after, whole } = this.#read;
    this.#read = undefined;
    if (fail) {
      this.send({ type: 'readFailed', code });
      return;
    }
    const rest = this.log.slice(this.#after(after));
    const lines = rest.slice(0, 1 + this.#choose(20));
    const complete = lines.length === rest.length;
    // The next part of the same read.
    if (whole && !complete) this.#read = { after: lines.at(-1)?.id ?? after, whole };
    this.send({ type: 'read', after, lines, complete });
  }

  #answerStatus(fail: boolean): void {
    if (!this.#checking) return;
    this.#checking = false;
    if (fail) this.send({ type: 'statusFailed', code: 'UPSTREAM_TIMEOUT' });
    else this.send({ type: 'status', finished: this.finished });
  }

  #after(after: number | bigint | undefined): number {
    if (after === undefined) return 0;
    const index = this.log.findIndex(({ id }) => id > after);
    return index < 0 ? this.log.length : index;
  }
}
