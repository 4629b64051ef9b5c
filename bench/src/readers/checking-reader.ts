import { WebSocket } from 'ws';
import { connectionInit, type ReaderOptions, SHORTEST_BATCH, subscribe } from './subscription.ts';

interface Next {
  payload: { data?: { buildLogs?: { logs?: { id: string; createdAt: string }[] } } };
}

/** One subscription that reads what comes: whether each line comes once and in order, and when. */
export class CheckingReader {
  messages = 0;
  /** Milliseconds from a line's birth to its arrival. */
  latencies: number[] = [];
  /** Lines that came twice, out of order or not at all. */
  wrong = 0;
  lost = false;
  lastId: number | undefined;
  readonly #options: ReaderOptions;
  /** Difference of the ids of two lines that follow each other. */
  readonly #step: number;

  constructor(options: ReaderOptions, step: number) {
    this.#options = options;
    this.#step = step;
  }

  /** Resolves once the socket is acknowledged and the subscription is sent. */
  connect(): Promise<void> {
    const { url, token, build } = this.#options;
    const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
    return new Promise((resolve, reject) => {
      socket.on('open', () => socket.send(connectionInit(token)));
      socket.on('error', reject);
      socket.on('close', (code, reason) => {
        this.lost = true;
        reject(new Error(`The server has closed a socket: ${code} ${reason}`));
      });
      socket.on('message', (data: Buffer) => {
        if (data.length >= SHORTEST_BATCH) return this.#batch(data.toString());
        const { type } = JSON.parse(data.toString()) as { type: string };
        if (type === 'connection_ack') {
          socket.send(subscribe(build));
          resolve();
        } else this.lost = true;
      });
    });
  }

  #batch(text: string): void {
    this.messages++;
    const now = Date.now();
    const logs = (JSON.parse(text) as Next).payload.data?.buildLogs?.logs;
    if (!logs) this.lost = true;
    for (const line of logs ?? []) {
      this.latencies.push(now - Date.parse(line.createdAt));
      const id = Number(line.id);
      if (this.lastId !== undefined && id !== this.lastId + this.#step) this.wrong++;
      this.lastId = id;
    }
  }
}
