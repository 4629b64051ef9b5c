import type { SocketKind } from '../http/sockets.ts';
import { EmbeddedCoder, type EmbeddedCoderOptions } from '../server.ts';
import type { BuildRow, WorkspaceRow } from '../state/rows.ts';
import { Control } from './control.ts';
import { FailurePoints } from './failure-points.ts';
import { FaultInterception } from './fault-interception.ts';
import { FaultInjector } from './faults.ts';
import { type RecordedRequest, RequestLog } from './request-log.ts';

export interface TestCoderOptions extends Omit<EmbeddedCoderOptions, 'intercept'> {
  /** The time zone of the database session, e.g. `Europe/Berlin`: REST and WebSocket times are then spelled in it. */
  timeZone?: string;
}

/** Starts an embedded Coder that tests can drive; resolves once it listens. */
export async function startTestCoder(options: TestCoderOptions = {}): Promise<TestCoder> {
  const coder = new TestCoder(options);
  await coder.listen();
  return coder;
}

/**
 * The embedded Coder with what tests need: injected faults, direct changes of the state, the requests it got.
 *
 * ```ts
 * const coder = await startTestCoder({ speed: 50 });
 * coder.workspace('atlas-dev');                                      // the seeded row, by name
 * coder.requests.filter((call) => call.route === '/api/v2/workspaces').length;
 * coder.faults.add({ route: '/workspaces', times: 1, respond: { status: 503 } });
 * coder.faults.add({ route: '/workspacebuilds/{workspacebuild}/logs', socket: { cutAfterMessages: 3 } });
 * coder.failures.next('create.insert-race');                         // one internal step fails once
 * coder.cutAllSockets();
 *
 * // A build driven by hand:
 * const build = coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'running' });
 * coder.control.appendLogs(build, ['one', 'two']);
 * coder.control.succeed(build);
 * await coder.close();
 * ```
 */
export class TestCoder extends EmbeddedCoder {
  readonly faults: FaultInjector;
  readonly failures = new FailurePoints();
  /** Changes the state directly, without a request. */
  readonly control: Control;
  readonly #log: RequestLog;

  constructor({ timeZone, ...options }: TestCoderOptions = {}) {
    const faults = new FaultInjector();
    const log = new RequestLog();
    super({
      ...options,
      intercept: (request) => {
        log.add(request);
        const rule = faults.match(request);
        if (rule === null && timeZone === undefined) return null;
        return new FaultInterception(rule ?? {}, timeZone);
      },
    });
    this.faults = faults;
    this.#log = log;
    this.store.failures = this.failures;
    this.control = new Control(this.store, this.lifecycle);
  }

  /** A workspace by name; a live one rather than the newest deleted one. */
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
    return this.#log.requests;
  }

  clearRequests(): void {
    this.#log.clear();
  }

  /** Open WebSockets by kind, and all of them as `total`. */
  sockets(): Partial<Record<SocketKind, number>> & { total: number } {
    const { sockets } = this.listener;
    const counts: Partial<Record<SocketKind, number>> & { total: number } = { total: sockets.size };
    for (const { kind } of sockets) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  }

  /** Drops the TCP connections of all WebSockets, or of one kind, without a close frame. */
  cutAllSockets(kind?: SocketKind): void {
    for (const socket of [...this.listener.sockets]) if (kind === undefined || socket.kind === kind) socket.cut();
  }

  /** A restart of the server: sockets end, the port refuses, then listens again. The state stays. */
  async restart(options: { abrupt?: boolean; whileDown?: () => Promise<void> | void } = {}): Promise<void> {
    await this.listener.stop({ abrupt: options.abrupt ?? false });
    await options.whileDown?.();
    await this.listen();
  }
}
