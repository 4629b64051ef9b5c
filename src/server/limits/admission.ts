import type { RequestListener } from 'node:http';
import type { Settings } from '../../config.ts';
import type { Metrics } from '../observability/metrics.ts';
import { pathOf } from '../paths.ts';
import type { Load } from './load.ts';
import { refuseOverloaded } from './overloaded.ts';
import type { Release } from './release.ts';

export interface AdmissionOptions {
  settings: Pick<Settings, 'allowedOrigins'>;
  /** The path of operations; requests to others are never turned away. */
  endpoint: string;
  metrics: Metrics;
  load: Load;
}

/**
 * Lets operations in as far as the process can serve them, by HTTP and by WebSocket. What waits for its client, to send
 * the rest of a body or to read the answer, is not under way: clients that do neither must not keep the others out.
 */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #load: Load;
  readonly #inside = new WeakMap<object, Release>();

  constructor(options: AdmissionOptions) {
    this.#options = options;
    this.#load = options.load;
  }

  /** The listener without the requests that are turned away, and with no burst of them in one turn of the event loop. */
  guarded(answer: RequestListener): RequestListener {
    const { settings, endpoint } = this.#options;
    return (request, response) => {
      if (pathOf(request) !== endpoint) return answer(request, response);
      if (!this.admit(request)) return refuseOverloaded(request, response, settings.allowedOrigins);
      const leave = () => this.left(request);
      // When the answer is handed over, and when there is none.
      response.on('prefinish', leave);
      response.on('close', leave);
      // The body of most requests has come by then, together with their headers.
      queueMicrotask(() => request.complete || leave());
      // A client that has gone meanwhile wants no answer.
      this.#load.turns.begin(() => response.destroyed || answer(request, response));
    };
  }

  /** Resolves when an operation that came with many others is to begin. */
  turn(): Promise<void> {
    return this.#load.turns.wait();
  }

  /** Whether the request, of whatever kind, is under way, now or from now on. */
  admit(request: object): boolean {
    if (this.#inside.has(request)) return true;
    const leave = this.enter();
    if (leave) this.#inside.set(request, leave);
    return leave !== undefined;
  }

  /** The request needs no more work, although it may go on. */
  left(request: object): void {
    this.#inside.get(request)?.();
    this.#inside.delete(request);
  }

  /** An operation; undefined: it is turned away. */
  enter(): Release | undefined {
    const leave = this.#load.enter();
    if (leave === undefined) this.#options.metrics.operation({ type: 'none', codes: ['OVERLOADED'], durationMs: 0 });
    return leave;
  }

  close(): void {
    this.#load.close();
  }
}
