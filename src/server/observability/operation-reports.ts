import type { Metrics } from './metrics.ts';
import type { OperationLog } from './operation-log.ts';
import type { OperationReport } from './operation-report.ts';

/** Where all operations are reported, on all transports: they are counted, and each leaves one line in the log. */
export class OperationReports {
  readonly #metrics: Metrics;
  readonly #log: OperationLog;
  readonly #requests = new WeakSet<Request>();

  constructor(metrics: Metrics, log: OperationLog) {
    this.#metrics = metrics;
    this.#log = log;
  }

  /** An operation that was executed or refused. A subscription that has started is none yet, nor is an event of one. */
  finished(report: OperationReport, request?: Request): void {
    this.#metrics.operation(report);
    this.#log.write(report);
    if (request) this.#requests.add(request);
  }

  /** A subscription that runs from now on, or one of its events. */
  stepped(report: OperationReport, request?: Request): void {
    this.#metrics.operation(report);
    this.#log.writeStep(report);
    if (request) this.#requests.add(request);
  }

  /** A subscription that ran, and was counted when it started. */
  ended(report: OperationReport): void {
    this.#log.write(report);
  }

  /** The operation of this request will be reported when it is over; its answer has begun. */
  expects(request: Request): void {
    this.#requests.add(request);
  }

  /** Whether the operation of this request was reported, or will be. */
  has(request: Request): boolean {
    return this.#requests.has(request);
  }
}
