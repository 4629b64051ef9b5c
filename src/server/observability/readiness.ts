import type { Logger } from 'pino';
import { loopClock } from '../../coder/policies/loop-clock.ts';

export interface ReadinessOptions {
  /** Asks the upstream for a sign of life. */
  probe: () => Promise<unknown>;
  /** What an operator should know of an upstream that answers. */
  warning?: (() => string | undefined) | undefined;
  /** How what replicas share is: without it this process is of use all the same. Absent: nothing is shared. */
  redisState?: (() => 'ok' | 'degraded' | undefined) | undefined;
  /** Milliseconds for which an answer counts. @default 2_000 */
  cacheMs?: number;
  /** Milliseconds after which a probe has failed: whoever asks waits no longer either. @default 4_000 */
  timeoutMs?: number;
  /** Told when the upstream has changed the answer. */
  log?: Pick<Logger, 'info' | 'warn'>;
  now?: () => number;
}

/** Whether this process should get requests. One failed probe alone does not change the answer. */
export class Readiness {
  draining = false;
  /** What an operator should know of the upstream, although this process is of use. */
  readonly warning: () => string | undefined;
  readonly redisState: () => 'ok' | 'degraded' | undefined;
  readonly #probe: () => Promise<unknown>;
  readonly #cacheMs: number;
  readonly #timeoutMs: number;
  readonly #log: ReadinessOptions['log'];
  readonly #now: () => number;
  #probed = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | undefined;
  #reachable = false;
  #failures = 0;

  constructor({
    probe,
    warning = () => undefined,
    redisState = () => undefined,
    cacheMs = 2_000,
    timeoutMs = 4_000,
    log,
    now = () => performance.now(),
  }: ReadinessOptions) {
    this.#probe = probe;
    this.warning = warning;
    this.redisState = redisState;
    this.#cacheMs = cacheMs;
    this.#timeoutMs = timeoutMs;
    this.#log = log;
    this.#now = now;
  }

  /** Why this process should get no requests; undefined when it should. */
  async reason(): Promise<string | undefined> {
    if (this.draining) return 'draining';
    if (this.#now() - this.#probed >= this.#cacheMs) {
      this.#running ??= this.#run();
      await this.#running;
    }
    if (this.draining) return 'draining';
    return this.#reachable ? undefined : 'upstream does not answer';
  }

  async #run(): Promise<void> {
    let cancel = () => {};
    const late = new Promise<never>((_, reject) => {
      cancel = loopClock.after(this.#timeoutMs, () => reject(new Error(`no answer within ${this.#timeoutMs} ms`)));
    });
    try {
      await Promise.race([this.#probe(), late]);
      if (this.#failures > 1) this.#log?.info('ready: Coder answers again');
      this.#reachable = true;
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      if (this.#failures > 1) this.#reachable = false;
      if (this.#failures === 2) {
        this.#log?.warn({ cause: (error as Error).message }, 'not ready: Coder does not answer');
      }
    } finally {
      cancel();
      this.#probed = this.#now();
      this.#running = undefined;
    }
  }
}
