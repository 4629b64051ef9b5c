import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Release } from '../limits/release.ts';

/**
 * Several: a client that is too busy to read sees no ping either, and is to get everything afterwards. Nothing is
 * kept for it meanwhile but the one result that each of its operations waits to send.
 */
const SILENT_BEATS = 4;

/** All sockets at once would be a burst of pongs; each on a timer of its own would wake the process for each. */
const GROUPS = 12;

interface Heartbeat {
  socket: WebSocket;
  connection: Pick<Socket, 'bytesWritten'>;
  /** Beats since the client's last sign of life. */
  silent: number;
  /** What had been written to it at the last beat. */
  written: number;
}

/** Finds clients that have vanished, and keeps proxies from closing sockets on which nothing happens. */
export class Heartbeats {
  readonly #groups: readonly Set<Heartbeat>[] = Array.from({ length: GROUPS }, () => new Set());
  readonly #timer: NodeJS.Timeout;
  #turn = 0;

  /** @param everyMs Milliseconds between two beats of a socket. */
  constructor(everyMs: number) {
    this.#timer = setInterval(() => this.#beatNext(), everyMs / GROUPS).unref();
  }

  /** Gives the socket a heartbeat until that is released. */
  add(socket: WebSocket, connection: Pick<Socket, 'bytesWritten'>): Release {
    const heartbeat: Heartbeat = { socket, connection, silent: 0, written: connection.bytesWritten };
    const heard = () => {
      heartbeat.silent = 0;
    };
    // A pong stands behind all that the client has sent before, which may be much.
    socket.on('pong', heard);
    socket.on('message', heard);
    // The group that has just had its turn comes last.
    const group = this.#groups[this.#turn];
    group?.add(heartbeat);
    return () => void group?.delete(heartbeat);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #beatNext(): void {
    this.#turn = (this.#turn + 1) % GROUPS;
    for (const heartbeat of this.#groups[this.#turn] ?? []) beat(heartbeat);
  }
}

function beat(heartbeat: Heartbeat): void {
  const { socket, connection } = heartbeat;
  if (heartbeat.silent === SILENT_BEATS) {
    socket.terminate();
    return;
  }
  heartbeat.silent++;
  // What was written to it has served the proxies as well. The next beat asks whether the client is there.
  const isIdle = connection.bytesWritten === heartbeat.written;
  if (isIdle || heartbeat.silent > 1) socket.ping();
  heartbeat.written = connection.bytesWritten;
}
