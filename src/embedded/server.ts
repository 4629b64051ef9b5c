import { createServer, type IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { answer, type DispatchOptions, type DispatchResult, writeReply } from './http/dispatch.ts';
import type { SocketKind } from './http/http.ts';
import { RateLimiter } from './http/rate-limit.ts';
import { type RecordedRequest, RequestRecord } from './http/request-log.ts';
import { Router } from './http/router.ts';
import { cutAfter, SocketConnection } from './http/sockets.ts';
import { addAdjacentRoutes } from './routes/adjacent.ts';
import { addBuildWrites } from './routes/build-writes.ts';
import { addBuildRoutes } from './routes/builds.ts';
import { addJobRoutes } from './routes/jobs.ts';
import { addWatchRoutes } from './routes/watch.ts';
import { addWorkspaceWrites } from './routes/workspace-writes.ts';
import { addWorkspaceRoutes } from './routes/workspaces.ts';
import { DEMO_USERS, seedStore } from './seed/seed.ts';
import { Activity } from './state/activity.ts';
import { type Clock, systemClock } from './state/clock.ts';
import { Lifecycle } from './state/lifecycle.ts';
import type { BuildRow, WorkspaceRow } from './state/rows.ts';
import { isActive } from './state/status.ts';
import { Store } from './state/store.ts';
import { Control } from './testing/control.ts';
import { FaultInjector } from './testing/faults.ts';

/**
 * The embedded Coder: Coder's REST API for builds over HTTP and WebSocket, with state and seeded data, in
 * this process. For first contact, demos and tests.
 *
 * ```ts
 * const coder = await startEmbeddedCoder({ speed: 50 });
 * const mira = coder.user('mira');                                   // owner; tara: template admin; omar: member
 * await request(`${coder.url}/api/v2/workspaces`, { headers: { 'Coder-Session-Token': mira.token } });
 * coder.workspace('atlas-dev');                                      // the seeded row, by name
 * coder.requests.filter((call) => call.route === '/api/v2/workspaces').length;
 * coder.faults.add({ route: '/workspaces', times: 1, respond: { status: 503 } });
 * coder.faults.add({ route: '/workspacebuilds/{workspacebuild}/logs', socket: { cutAfterMessages: 3 } });
 * coder.cutAllSockets();
 *
 * // A build driven by hand:
 * const build = coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'running' });
 * coder.control.appendLogs(build, ['one', 'two']);
 * coder.control.succeed(build);
 * coder.store.failures.next('create.insert-race');                   // the server's inside fails once
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
  /** 1: a build runs about 10 s. Infinity: as fast as it can. Default 1. */
  speed?: number;
  clock?: Clock;
  /** A path before everything, e.g. `/coder`. */
  pathPrefix?: string;
  /** Requests per minute for each user and path; default 512, negative for no limit. */
  rateLimit?: number;
  version?: string;
  /** Demo mode: builds start and stop by themselves, so that there is always something to watch. */
  activity?: boolean;
}

export interface DemoUser {
  readonly username: string;
  readonly role: string;
  readonly token: string;
  readonly id: string;
}

export type { RecordedRequest } from './http/request-log.ts';
export type { BuildScenario } from './state/lifecycle.ts';
export type { Fault, FaultRule, InjectedFrame, SocketFault } from './testing/faults.ts';

/** Starts listening; resolves once it does. */
export async function startEmbeddedCoder(options: EmbeddedCoderOptions = {}): Promise<EmbeddedCoder> {
  const coder = new EmbeddedCoder(options);
  await coder.listen();
  return coder;
}

/** For so long after the last request the demo goes on. */
const WATCHED_MS = 10 * 60_000;

export class EmbeddedCoder {
  readonly store: Store;
  readonly faults = new FaultInjector();
  /** Moves the state behind the API's back. */
  readonly control: Control;
  readonly lifecycle: Lifecycle;
  readonly #record: RequestRecord;
  readonly users: readonly DemoUser[];
  readonly version: string;
  readonly #options: EmbeddedCoderOptions;
  readonly #activity: Activity;
  readonly #pipeline: DispatchOptions;
  // Go's limits: headers of 1 MiB, and no timeouts.
  readonly #server = createServer({
    keepAliveTimeout: 0,
    requestTimeout: 0,
    headersTimeout: 0,
    maxHeaderSize: 1_048_576,
  });
  // Compression is never negotiated; the second one is for peers that play dead.
  readonly #webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #silentSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, autoPong: false });
  readonly #connections = new Set<Socket>();
  readonly #sockets = new Set<SocketConnection>();
  #port: number;

  constructor(options: EmbeddedCoderOptions) {
    this.#options = options;
    this.#port = options.port ?? 0;
    this.version = options.version ?? 'v2.34.0';
    this.store = new Store(options.clock ?? systemClock, options.seed ?? 1, this.version);
    seedStore(this.store);
    this.users = DEMO_USERS.map((user) => ({ ...user, id: this.store.userByName(user.username)?.id ?? '' }));
    this.#record = new RequestRecord(this.store.now());
    this.lifecycle = new Lifecycle(this.store, options.speed ?? 1);
    this.control = new Control(this.store, this.lifecycle);
    // What the seed leaves under way stays so.
    for (const build of this.store.builds.values()) {
      if (isActive(build.job)) this.lifecycle.hold(build, build.job.startedAt === null ? 'pending' : 'running');
    }
    this.lifecycle.startReaper();
    this.#activity = new Activity(this.store, this.lifecycle, options.speed ?? 1, () => this.#isWatched());
    if (options.activity === true) this.#activity.start();
    const router = new Router();
    addBuildRoutes(router);
    addBuildWrites(router, this.lifecycle);
    addWorkspaceRoutes(router);
    addWorkspaceWrites(router);
    addJobRoutes(router);
    addWatchRoutes(router);
    addAdjacentRoutes(router);
    this.#pipeline = {
      store: this.store,
      router,
      limiter: new RateLimiter(options.rateLimit ?? 512),
      faults: this.faults,
      record: (request) => this.#record.add(request),
      pathPrefix: options.pathPrefix ?? '',
      accessUrl: () => this.url,
    };
    this.#server.on('request', (request, response) => void this.#serve(request, response, null));
    this.#server.on('upgrade', (request, socket, head) => {
      // What is refused is refused as plain HTTP.
      const response = new ServerResponse(request);
      response.shouldKeepAlive = false;
      response.assignSocket(socket as Socket);
      response.on('finish', () => socket.end());
      socket.on('error', () => socket.destroy());
      void this.#serve(request, response, { socket, head });
    });
    this.#server.on('connection', (connection) => {
      this.#connections.add(connection);
      connection.on('close', () => this.#connections.delete(connection));
    });
  }

  /** Without a trailing slash, with the path prefix. */
  get url(): string {
    const host = this.#options.host ?? '127.0.0.1';
    return `http://${host.includes(':') ? `[${host}]` : host}:${this.#port}${this.#options.pathPrefix ?? ''}`;
  }

  /** A demo user by name: `mira` (owner), `tara` (template admin), `omar` (member). */
  user(username: string): DemoUser {
    const user = this.users.find((candidate) => candidate.username === username);
    if (user === undefined) throw new Error(`The embedded Coder has no demo user ${username}`);
    return user;
  }

  /** A workspace by name, the newest deleted one included. */
  workspace(name: string): WorkspaceRow {
    const rows = [...this.store.workspaces.values()].filter((row) => row.name === name);
    const found = rows.find((row) => !row.deleted) ?? rows[rows.length - 1];
    if (found === undefined) throw new Error(`The embedded Coder has no workspace ${name}`);
    return found;
  }

  /** The newest build of a workspace by name, or the one with this number. */
  build(workspaceName: string, number?: number): BuildRow {
    const { builds } = this.workspace(workspaceName);
    const found = number === undefined ? builds[builds.length - 1] : builds.find((row) => row.number === number);
    if (found === undefined) throw new Error(`The embedded Coder has no build ${number} of ${workspaceName}`);
    return found;
  }

  /** The requests since the start or the last `clearRequests()`, oldest first. */
  get requests(): readonly RecordedRequest[] {
    return this.#record.requests;
  }

  clearRequests(): void {
    this.#record.clear();
  }

  /** Whether somebody has looked of late. */
  #isWatched(): boolean {
    return this.#sockets.size > 0 || this.store.now() - this.#record.askedAt < WATCHED_MS;
  }

  /** Open WebSockets by kind, and all of them as `total`. */
  sockets(): Partial<Record<SocketKind, number>> & { total: number } {
    const counts: Partial<Record<SocketKind, number>> & { total: number } = { total: this.#sockets.size };
    for (const { kind } of this.#sockets) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  }

  /** Drops the TCP connections of all WebSockets, or of one kind, without a close frame. */
  cutAllSockets(kind?: SocketKind): void {
    for (const socket of [...this.#sockets]) if (kind === undefined || socket.kind === kind) socket.cut();
  }

  /** As the `listen` of a server; `startEmbeddedCoder` does it. */
  async listen(): Promise<void> {
    const { host = '127.0.0.1' } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** An upstream restart: sockets end, the port refuses, then listens again. State stays. */
  async restart(options: { abrupt?: boolean; whileDown?: () => Promise<void> | void } = {}): Promise<void> {
    await this.#stop(options.abrupt ?? false);
    await options.whileDown?.();
    await this.listen();
  }

  /** Ends everything; no timer is left. */
  async close(): Promise<void> {
    this.#activity.stop();
    this.lifecycle.stop();
    await this.#stop(true);
  }

  async #stop(abrupt: boolean): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of [...this.#sockets]) {
      if (abrupt) socket.cut();
      // A probe in flight makes it 1001.
      else socket.close(socket.probing ? 1001 : 1000, socket.probing ? '' : 'done');
    }
    if (!abrupt) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const connection of this.#connections) connection.destroy();
    await closed;
  }

  async #serve(
    request: IncomingMessage,
    response: ServerResponse,
    upgrade: { socket: Duplex; head: Buffer } | null,
  ): Promise<void> {
    const result = await answer(this.#pipeline, request, upgrade !== null);
    if (result === 'hung' || response.destroyed) return;
    const raw = upgrade?.socket ?? request.socket;
    if (result.fault?.cutAfterBytes !== undefined) cutAfter(raw, result.fault.cutAfterBytes);
    const { reply } = result;
    if (reply.upgrade !== undefined && upgrade !== null) {
      response.detachSocket(upgrade.socket as Socket);
      this.#accept(request, upgrade, result);
    } else if (reply.stream !== undefined) {
      result.record.status = reply.status;
      response.writeHead(reply.status, { ...result.headers, ...reply.headers });
      reply.stream(response);
    } else writeReply(response, result);
  }

  #accept(request: IncomingMessage, { socket, head }: { socket: Duplex; head: Buffer }, result: DispatchResult): void {
    const rules = result.reply.upgrade;
    if (rules === undefined) return;
    const server = result.fault?.socket?.silent === true ? this.#silentSockets : this.#webSockets;
    const addHeaders = (lines: string[]): void => {
      for (const [name, value] of Object.entries(result.headers)) lines.push(`${name}: ${value}`);
    };
    server.once('headers', addHeaders);
    server.handleUpgrade(request, socket, head, (webSocket) => {
      result.record.status = 101;
      const connection = new SocketConnection(webSocket, socket, rules, result.fault);
      this.#sockets.add(connection);
      connection.onClose(() => this.#sockets.delete(connection));
      connection.startHeartbeat(this.store.clock, this.store.settings.heartbeatMs);
      rules.serve(connection);
    });
    server.off('headers', addHeaders);
  }
}
