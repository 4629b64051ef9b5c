import type { Interceptor, RequestInfo } from './http/interception.ts';
import { Listener } from './http/listener.ts';
import { RateLimiter } from './http/rate-limit.ts';
import { createRouter } from './routes/routes.ts';
import { DEMO_USERS, seedStore } from './seed/seed.ts';
import { Activity } from './state/activity.ts';
import { type Clock, systemClock } from './state/clock.ts';
import { Lifecycle } from './state/lifecycle.ts';
import { isActive } from './state/status.ts';
import { Store } from './state/store.ts';

/**
 * The embedded Coder: Coder's REST API for builds over HTTP and WebSocket, with state and seeded data, in
 * this process. For first contact, demos and tests; tests use `TestCoder`.
 *
 * ```ts
 * const coder = await startEmbeddedCoder({ speed: 50 });
 * const mira = coder.user('mira');                                   // owner; tara: template admin; omar: member
 * await request(`${coder.url}/api/v2/workspaces`, { headers: { 'Coder-Session-Token': mira.token } });
 * await coder.close();
 * ```
 */
export interface EmbeddedCoderOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** Same seed and same injected clock, same data. Default 1. */
  seed?: number;
  /** How many times faster than real time builds run; at 1 a build takes about 10 s. Default 1. */
  speed?: number;
  clock?: Clock;
  /** A path before everything, e.g. `/coder`. */
  pathPrefix?: string;
  /** Requests per minute for each user and path; default 512, negative for no limit. */
  rateLimit?: number;
  /** It also behaves as this version where older ones differ, e.g. `v2.24.0`. Default `v2.34.0`. */
  version?: string;
  /** Demo mode: the server starts and stops builds, so that there is always something to watch. */
  activity?: boolean;
  /** Sees each request before it is handled. */
  intercept?: Interceptor;
}

export interface DemoUser {
  readonly username: string;
  readonly role: string;
  readonly token: string;
  readonly id: string;
}

/** Starts listening; resolves once it does. */
export async function startEmbeddedCoder(options: EmbeddedCoderOptions = {}): Promise<EmbeddedCoder> {
  const coder = new EmbeddedCoder(options);
  await coder.listen();
  return coder;
}

/** The demo's builds go on for this long after the last request. */
const WATCHED_MS = 10 * 60_000;
/** Requests of monitoring, which do not count as use. */
const PROBES = new Set(['/healthz', '/api/v2/buildinfo']);

export class EmbeddedCoder {
  readonly store: Store;
  readonly lifecycle: Lifecycle;
  readonly users: readonly DemoUser[];
  readonly version: string;
  protected readonly listener: Listener;
  readonly #pathPrefix: string;
  readonly #activity: Activity;
  #lastRequestAt: number;

  constructor(options: EmbeddedCoderOptions) {
    const { speed = 1, pathPrefix = '' } = options;
    this.#pathPrefix = pathPrefix;
    this.version = options.version ?? 'v2.34.0';
    this.store = new Store(options.clock ?? systemClock, options.seed ?? 1, this.version);
    seedStore(this.store);
    this.users = DEMO_USERS.map((user) => ({ ...user, id: this.store.userByName(user.username)?.id ?? '' }));
    this.lifecycle = new Lifecycle(this.store, speed);
    // The seed's unfinished builds stay unfinished.
    for (const build of this.store.builds.values()) {
      if (isActive(build.job)) this.lifecycle.hold(build, build.job.startedAt === null ? 'pending' : 'running');
    }
    this.lifecycle.startReaper();
    this.#lastRequestAt = this.store.now();
    const pipeline = {
      store: this.store,
      router: createRouter(this.lifecycle, this.version),
      limiter: new RateLimiter(options.rateLimit ?? 512),
      intercept: (request: RequestInfo) => {
        if (!PROBES.has(request.route)) this.#lastRequestAt = request.at;
        return options.intercept?.(request) ?? null;
      },
      pathPrefix,
      accessUrl: () => this.url,
    };
    this.listener = new Listener(pipeline, options.host ?? '127.0.0.1', options.port ?? 0);
    this.#activity = new Activity(this.store, this.lifecycle, speed, () => this.#isWatched());
    if (options.activity === true) this.#activity.start();
  }

  /** Without a trailing slash, with the path prefix. */
  get url(): string {
    return `${this.listener.origin}${this.#pathPrefix}`;
  }

  /** A demo user by name: `mira` (owner), `tara` (template admin), `omar` (member). */
  user(username: string): DemoUser {
    const user = this.users.find((candidate) => candidate.username === username);
    if (user === undefined) throw new Error(`The embedded Coder has no demo user ${username}`);
    return user;
  }

  /** Like a server's `listen`; `startEmbeddedCoder` calls it. */
  listen(): Promise<void> {
    return this.listener.listen();
  }

  /** Ends everything; no timer is left. */
  async close(): Promise<void> {
    this.#activity.stop();
    this.lifecycle.stop();
    await this.listener.stop({ abrupt: true });
  }

  #isWatched(): boolean {
    return this.listener.sockets.size > 0 || this.store.now() - this.#lastRequestAt < WATCHED_MS;
  }
}
