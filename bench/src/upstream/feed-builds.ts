import type { WebSocket } from 'ws';
import { build } from './build-data.ts';
import { feedBuildId, uuid } from './identifiers.ts';

interface Feed {
  id: string;
  lines: string[];
  followers: Set<WebSocket>;
}

/** Between two looks at which lines are due. */
const TICK_MS = 5;

const OUTPUT =
  'module.kubernetes.kubernetes_pod.workspace[0]: Still creating... [10s elapsed] waiting for the volume to be bound';

/** Builds that run and write their logs at a steady rate, and the sockets that follow them. */
export class FeedBuilds {
  readonly #feeds = new Map<string, Feed>();
  #timer: NodeJS.Timeout | undefined;
  #nextId = 1;

  /** Makes `count` builds with empty logs; those of before are gone. */
  create(count: number): void {
    this.stop();
    for (const { followers } of this.#feeds.values()) for (const socket of followers) socket.terminate();
    this.#feeds.clear();
    for (let index = 0; index < count; index++) {
      const id = feedBuildId(index);
      this.#feeds.set(id, { id, lines: [], followers: new Set() });
    }
  }

  /** Sockets that follow one of them. */
  get followers(): number {
    return [...this.#feeds.values()].reduce((sum, { followers }) => sum + followers.size, 0);
  }

  /** Each build writes this many lines a second from now on; the builds take turns. */
  start(linesPerSecond: number): void {
    this.stop();
    const feeds = [...this.#feeds.values()];
    const startedAt = performance.now();
    let written = 0;
    this.#timer = setInterval(() => {
      const due = ((performance.now() - startedAt) / 1_000) * linesPerSecond * feeds.length;
      for (; written < due; written++) {
        const feed = feeds[written % feeds.length];
        if (feed) this.#write(feed);
      }
    }, TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** The running build with this id, as JSON. */
  build(id: string): Buffer | undefined {
    if (!this.#feeds.has(id)) return undefined;
    const finished = build(0, 1) as { job: Record<string, unknown> };
    const { completed_at: _, ...job } = finished.job;
    const running = {
      ...finished,
      id,
      status: 'starting',
      resources: [],
      deadline: null,
      job: { ...job, id: uuid(`job ${id}`), status: 'running' },
    };
    return Buffer.from(`${JSON.stringify(running)}\n`);
  }

  logs(id: string, after: number): Buffer | undefined {
    const feed = this.#feeds.get(id);
    return feed && Buffer.from(`[${this.#behind(feed, after).join(',')}]\n`);
  }

  /** Sends the log behind `after` and then each new line; false: there is no such build. */
  follow(id: string, after: number, socket: WebSocket): boolean {
    const feed = this.#feeds.get(id);
    if (!feed) return false;
    for (const line of this.#behind(feed, after)) socket.send(`${line}\n`);
    feed.followers.add(socket);
    socket.on('close', () => feed.followers.delete(socket));
    return true;
  }

  #behind(feed: Feed, after: number): string[] {
    return feed.lines.filter((line) => Number(/\d+/.exec(line)?.[0]) > after);
  }

  #write(feed: Feed): void {
    const line = `{"id":${this.#nextId++},"created_at":"${new Date().toISOString()}","log_source":"provisioner","log_level":"info","stage":"Starting workspace","output":"${OUTPUT}"}`;
    feed.lines.push(line);
    for (const socket of feed.followers) socket.send(`${line}\n`);
  }
}
