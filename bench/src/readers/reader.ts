import { WebSocket } from 'ws';
import { TOKEN } from '../upstream/identifiers.ts';

const document = `subscription Follow($build: ID!) {
  buildLogs(buildId: $build) {
    ... on BuildLogBatch { logs { id createdAt level source stage output } lastId }
    ... on BuildLogEnd { endId: lastId }
  }
}`;

interface Next {
  payload: { data?: { buildLogs?: { logs: { id: string; createdAt: string }[] } }; errors?: unknown };
}

const SHORTEST_BATCH = 200;

export interface ReaderOptions {
  url: string;
  build: string;
  /** Difference of the ids of two lines that follow each other. */
  step: number;
  /** Parse what comes, check its order and note when it came. */
  checks: boolean;
}

/** One subscription to the log of a build, on a socket of its own. */
export class Reader {
  messages = 0;
  latencies: number[] = [];
  wrong = 0;
  lost = false;
  readonly #options: ReaderOptions;
  #last: Buffer | undefined;
  #checkedId: number | undefined;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Resolves once the socket is acknowledged and the subscription is sent. */
  connect(): Promise<void> {
    const { url, build } = this.#options;
    const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false, skipUTF8Validation: true });
    return new Promise((resolve, reject) => {
      socket.on('open', () =>
        socket.send(JSON.stringify({ type: 'connection_init', payload: { 'coder-session-token': TOKEN } })),
      );
      socket.on('error', reject);
      socket.on('close', (code, reason) => {
        this.lost = true;
        reject(new Error(`closed with ${code} ${reason}`));
      });
      socket.on('message', (data: Buffer) => {
        // All that is short belongs to the protocol.
        if (data.length >= SHORTEST_BATCH) return this.#batch(data);
        const { type } = JSON.parse(data.toString()) as { type: string };
        if (type === 'connection_ack') {
          socket.send(
            JSON.stringify({ id: '1', type: 'subscribe', payload: { query: document, variables: { build } } }),
          );
          resolve();
        } else if (type === 'ping') socket.send('{"type":"pong"}');
        else this.lost = true;
      });
    });
  }

  /** Id of the last line that came; undefined: none yet. */
  get lastId(): number | undefined {
    const text = this.#last?.subarray(-100).toString();
    const id = text && /"lastId":"(\d+)"/.exec(text)?.[1];
    return id ? Number(id) : undefined;
  }

  #batch(data: Buffer): void {
    this.messages++;
    this.#last = data;
    if (this.#options.checks) this.#check(data);
  }

  #check(data: Buffer): void {
    const now = Date.now();
    const { payload } = JSON.parse(data.toString()) as Next;
    const logs = payload.data?.buildLogs?.logs;
    if (!logs) {
      this.lost = true;
      return;
    }
    for (const { id, createdAt } of logs) {
      this.latencies.push(now - Date.parse(createdAt));
      if (this.#checkedId !== undefined && Number(id) !== this.#checkedId + this.#options.step) this.wrong++;
      this.#checkedId = Number(id);
    }
  }
}
