import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Clock } from '../state/clock.ts';
import type { FaultRule, InjectedFrame, SocketFault } from '../testing/faults.ts';
import type { SocketKind } from './http.ts';

/** What an accepted WebSocket does besides its messages: liveness, refusal of client data, faults. */

export interface SocketRules {
  kind: SocketKind;
  /** How a data frame of the client is answered. */
  onData: { code: number; reason: string };
}

export class SocketConnection {
  readonly kind: SocketKind;
  readonly #socket: WebSocket;
  readonly #raw: Duplex;
  readonly #fault: SocketFault;
  readonly #mutate: FaultRule['mutate'];
  readonly #closed: (() => void)[] = [];
  #sent = 0;
  #timer: unknown = null;
  #awaitingPong = false;
  #cut = false;

  constructor(socket: WebSocket, raw: Duplex, rules: SocketRules, fault: FaultRule | null) {
    this.kind = rules.kind;
    this.#socket = socket;
    this.#raw = raw;
    this.#fault = fault?.socket ?? {};
    this.#mutate = fault?.mutate;
    socket.on('message', () => this.close(rules.onData.code, rules.onData.reason));
    socket.on('error', () => this.#raw.destroy());
    socket.on('close', () => {
      for (const listener of this.#closed) listener();
    });
    if (this.#fault.cutAfterBytes !== undefined) cutAfter(raw, this.#fault.cutAfterBytes);
    this.#afterMessage();
  }

  get ignoresAfter(): boolean {
    return this.#fault.ignoreAfter === true;
  }

  get open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Whether a ping is waiting for its pong. */
  get probing(): boolean {
    return this.#awaitingPong;
  }

  onClose(listener: () => void): void {
    this.#closed.push(listener);
  }

  send(text: string): void {
    const { stallAfterMessages, silent, duplicate } = this.#fault;
    if (!this.open || this.#cut || silent === true || this.#sent >= (stallAfterMessages ?? Number.POSITIVE_INFINITY))
      return;
    this.#write(text);
    if (duplicate === true && this.open && !this.#cut) this.#write(text);
  }

  close(code: number, reason: string): void {
    if (this.#fault.silent === true) return;
    // A reason that no close frame can hold costs the close frame.
    if (Buffer.byteLength(reason) > 123) this.cut();
    else if (this.open) this.#socket.close(code, reason);
  }

  /** Ends the TCP connection without a word. */
  cut(): void {
    this.#raw.destroy();
  }

  /** Pings now and then, and closes when no pong comes in time. */
  startHeartbeat(clock: Clock, period: number): void {
    if (this.#fault.silent === true) return;
    const schedule = (): void => {
      this.#timer = clock.setTimeout(() => {
        this.#awaitingPong = true;
        this.#socket.ping();
        this.#timer = clock.setTimeout(() => this.close(1001, 'liveness probe failed'), period);
      }, period);
    };
    this.#socket.on('pong', () => {
      if (!this.#awaitingPong) return;
      this.#awaitingPong = false;
      clock.clearTimeout(this.#timer);
      schedule();
    });
    this.onClose(() => clock.clearTimeout(this.#timer));
    schedule();
  }

  #write(text: string): void {
    this.#socket.send(this.#mutate === undefined ? text : mutated(text, this.#mutate));
    this.#sent += 1;
    this.#afterMessage();
  }

  #afterMessage(): void {
    const { cutAfterMessages, close, inject } = this.#fault;
    if (inject !== undefined && this.#sent === (inject.afterMessages ?? 0)) this.#inject(inject.frame);
    if (close !== undefined && this.#sent === (close.afterMessages ?? 0)) this.close(close.code, close.reason ?? '');
    if (cutAfterMessages !== undefined && this.#sent >= cutAfterMessages) this.#endAbruptly();
  }

  /** Lets what was sent reach the client first. */
  #endAbruptly(): void {
    this.#cut = true;
    this.#raw.write(Buffer.alloc(0), () => this.#raw.destroy());
  }

  #inject(frame: InjectedFrame): void {
    if (frame === 'malformed-json') this.#socket.send('{"id":12,"created_at":\n');
    else if (frame === 'binary') this.#socket.send(Buffer.from([0x7b, 0x00, 0xff, 0x7d]));
    else if (frame === 'huge') this.#socket.send(`"${'x'.repeat(5_000_000)}"\n`);
    // A text frame of two bytes that are no UTF-8.
    else if (frame === 'invalid-utf8') this.#raw.write(Buffer.from([0x81, 0x02, 0xc3, 0x28]));
    else this.#socket.send(frame.text);
  }
}

function mutated(text: string, mutate: NonNullable<FaultRule['mutate']>): string {
  const value = JSON.parse(text) as unknown;
  return `${JSON.stringify(mutate(value as never) ?? value)}\n`;
}

/** Lets so many more bytes out of a connection and then drops it. */
export function cutAfter(raw: Duplex, bytes: number): void {
  let left = bytes;
  const write = raw.write.bind(raw) as (chunk: Buffer, done: () => void) => boolean;
  if (left <= 0) {
    raw.destroy();
    return;
  }
  const limited = (chunk: string | Uint8Array, second?: unknown, third?: unknown): boolean => {
    const encoding = typeof second === 'string' ? (second as BufferEncoding) : 'utf8';
    const done = (typeof second === 'function' ? second : third) as (() => void) | undefined;
    const buffer = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk);
    if (left <= 0) return false;
    const part = buffer.subarray(0, left);
    left -= part.length;
    return write(part, () => {
      done?.();
      if (left <= 0) raw.destroy();
    });
  };
  raw.write = limited as typeof raw.write;
}
