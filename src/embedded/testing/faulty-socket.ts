import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { SocketConnection, type SocketRules } from '../http/sockets.ts';
import type { Clock } from '../state/clock.ts';
import { cutAfter } from './cut-after.ts';
import type { FaultRule, InjectedFrame, SocketFault } from './faults.ts';
import { timesInZone } from './time-zone.ts';

/** A WebSocket to which a fault rule applies. */
export class FaultySocket extends SocketConnection {
  readonly #fault: SocketFault;
  readonly #mutate: FaultRule['mutate'];
  readonly #timeZone: string | undefined;
  #sent = 0;
  #cut = false;

  constructor(socket: WebSocket, raw: Duplex, rules: SocketRules, rule: FaultRule, timeZone?: string) {
    super(socket, raw, rules);
    this.#fault = rule.socket ?? {};
    this.#mutate = rule.mutate;
    this.#timeZone = timeZone;
    if (this.#fault.cutAfterBytes !== undefined) cutAfter(raw, this.#fault.cutAfterBytes);
    this.#afterMessage();
  }

  override send(utc: string): void {
    const text = this.#timeZone === undefined ? utc : timesInZone(utc, this.#timeZone);
    const { stallAfterMessages = Number.POSITIVE_INFINITY, silent, duplicate } = this.#fault;
    if (silent === true || this.#sent >= stallAfterMessages) return;
    this.#write(text);
    if (duplicate === true) this.#write(text);
  }

  override close(code: number, reason: string): void {
    if (this.#fault.silent !== true) super.close(code, reason);
  }

  override startHeartbeat(clock: Clock, period: number): void {
    if (this.#fault.silent !== true) super.startHeartbeat(clock, period);
  }

  protected override answerPing(data: Buffer): void {
    if (this.#fault.silent !== true) super.answerPing(data);
  }

  #write(text: string): void {
    if (!this.open || this.#cut) return;
    super.send(this.#mutate === undefined ? text : `${mutateJson(text, this.#mutate)}\n`);
    this.#sent += 1;
    this.#afterMessage();
  }

  #afterMessage(): void {
    const { cutAfterMessages, close, inject } = this.#fault;
    if (inject !== undefined && this.#sent === (inject.afterMessages ?? 0)) this.#inject(inject.frame);
    if (close !== undefined && this.#sent === (close.afterMessages ?? 0)) this.close(close.code, close.reason ?? '');
    if (cutAfterMessages !== undefined && this.#sent >= cutAfterMessages) this.#endAbruptly();
  }

  /** Cuts the connection once everything sent has been written. */
  #endAbruptly(): void {
    this.#cut = true;
    this.raw.write(Buffer.alloc(0), () => this.raw.destroy());
  }

  #inject(frame: InjectedFrame): void {
    if (frame === 'malformed-json') this.socket.send('{"id":12,"created_at":\n');
    else if (frame === 'binary') this.socket.send(Buffer.from([0x7b, 0x00, 0xff, 0x7d]));
    else if (frame === 'huge') this.socket.send(`"${'x'.repeat(5_000_000)}"\n`);
    // A text frame of two bytes that are not UTF-8.
    else if (frame === 'invalid-utf8') this.raw.write(Buffer.from([0x81, 0x02, 0xc3, 0x28]));
    else this.socket.send(frame.text);
  }
}

/** A JSON text after a rule's `mutate`. */
export function mutateJson(text: string, mutate: NonNullable<FaultRule['mutate']>): string {
  const value = JSON.parse(text) as unknown;
  return JSON.stringify(mutate(value as never) ?? value);
}
