import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Connections that come when the process has stopped taking work. Those that came before are served to their end; on
 * these only probes are answered, so that what is under way comes to an end under any load.
 */
export class LateConnections {
  readonly #late = new WeakSet<Socket>();
  #stopped = false;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => this.add(socket));
  }

  /** A connection that has just come. */
  add(socket: Socket): void {
    if (this.#stopped) this.#late.add(socket);
  }

  /** Whether the process takes no more work. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Connections from now on are late. */
  stop(): void {
    this.#stopped = true;
  }

  /** Whether the request came on such a connection. */
  has({ socket }: IncomingMessage): boolean {
    return this.#stopped && this.#late.has(socket);
  }
}
