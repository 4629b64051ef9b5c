import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Clock } from '../state/clock.ts';

export type SocketKind =
  | 'build-logs'
  | 'version-logs'
  | 'agent-logs'
  | 'agent-metadata'
  | 'watch'
  | 'agent-watch'
  | 'watch-all';

export interface SocketRules {
  kind: SocketKind;
  /** How the server closes when the client sends a data frame. */
  onData: { code: number; reason: string };
  /** The reason of the close when the server shuts down. */
  onShutdown: string;
}

/** The server's end of an accepted WebSocket: it pings, refuses client data, and closes or cuts the connection. */
export class SocketConnection {
  readonly kind: SocketKind;
  protected readonly socket: WebSocket;
  protected readonly raw: Duplex;
  readonly #shutdownReason: string;
  readonly #closed: (() => void)[] = [];
  #timer: unknown = null;
  #awaitingPong = false;

  constructor(socket: WebSocket, raw: Duplex, rules: SocketRules) {
    this.kind = rules.kind;
    this.socket = socket;
    this.raw = raw;
    this.#shutdownReason = rules.onShutdown;
    socket.on('message', () => this.close(rules.onData.code, rules.onData.reason));
    socket.on('ping', (data) => this.answerPing(data));
    socket.on('error', () => this.raw.destroy());
    socket.on('close', () => {
      for (const listener of this.#closed) listener();
    });
  }

  get open(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  onClose(listener: () => void): void {
    this.#closed.push(listener);
  }

  send(text: string): void {
    if (this.open) this.socket.send(text);
  }

  close(code: number, reason: string): void {
    // A close frame cannot hold a longer reason; Coder then drops the connection without one.
    if (Buffer.byteLength(reason) > 123) this.cut();
    else if (this.open) this.socket.close(code, reason);
  }

  /** Closes as a server that shuts down: with 1001 when a ping is unanswered. */
  shutDown(): void {
    if (this.#awaitingPong) this.close(1001, '');
    else this.close(1000, this.#shutdownReason);
  }

  /** Drops the TCP connection without a close frame. */
  cut(): void {
    this.raw.destroy();
  }

  /** Pings once per period, and closes when the pong does not come within another. */
  startHeartbeat(clock: Clock, period: number): void {
    const schedule = (): void => {
      this.#timer = clock.setTimeout(() => {
        this.#awaitingPong = true;
        this.socket.ping();
        this.#timer = clock.setTimeout(() => this.close(1001, 'liveness probe failed'), period);
      }, period);
    };
    this.socket.on('pong', () => {
      if (!this.#awaitingPong) return;
      this.#awaitingPong = false;
      clock.clearTimeout(this.#timer);
      schedule();
    });
    this.onClose(() => clock.clearTimeout(this.#timer));
    schedule();
  }

  protected answerPing(data: Buffer): void {
    if (this.open) this.socket.pong(data);
  }
}
