import type { Logger } from 'pino';
import { Histogram, type Registry } from 'prom-client';
import type { SharedAnswers } from '../coder/cache/shared-answers.ts';
import type { Settings } from '../config.ts';
import type { RedisAddress } from '../config-redis.ts';
import type { FeedCluster } from '../feeds/cluster.ts';
import type { SharedBuckets } from '../server/limits/shared-spending.ts';
import { RedisBuckets } from './buckets.ts';
import { ClusterKey } from './cluster-key.ts';
import { RedisConnection } from './connection.ts';
import { showInMetrics } from './metrics.ts';
import { RedisAnswers } from './shared-answers.ts';
import { SharedTargets } from './shared-targets.ts';

/** Bytes of the newest lines that Redis keeps of each log. */
const STREAM_BYTES = 2 ** 20;

export interface RedisClusterOptions {
  settings: Pick<Settings, 'redisSecret' | 'coderUrl'> & { redisUrl: RedisAddress };
  log: Logger;
}

/** What this process shares with the other replicas of its deployment, by way of Redis. */
export class RedisCluster {
  /** Hashes tokens alike in all replicas. */
  readonly identitySecret: string;
  readonly feeds: FeedCluster;
  readonly answers: SharedAnswers;
  readonly buckets: SharedBuckets;
  readonly #connection: RedisConnection;
  readonly #targets: SharedTargets;
  readonly #answers: RedisAnswers;
  readonly #lag = new Histogram({
    name: 'coder_graphql_redis_lag_seconds',
    help: 'Time that lines of logs were on their way from another replica, by the clocks of both.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [],
  });

  constructor({ settings, log }: RedisClusterOptions) {
    const key = new ClusterKey(settings);
    this.identitySecret = key.identitySecret;
    this.#connection = new RedisConnection({ address: settings.redisUrl, probeKey: `${key.prefix}probe`, log });
    this.#targets = new SharedTargets({
      connection: this.#connection,
      key,
      streamBytes: STREAM_BYTES,
      onLag: (seconds) => this.#lag.observe(seconds),
    });
    this.feeds = this.#targets;
    this.#answers = new RedisAnswers(this.#connection, key);
    this.answers = this.#answers;
    this.buckets = new RedisBuckets(this.#connection, key);
  }

  /** `degraded`: this process goes on by itself. */
  get state(): 'ok' | 'degraded' {
    return this.#connection.available ? 'ok' : 'degraded';
  }

  /** Shows all that is counted on `/metrics`. */
  measure(registry: Registry): void {
    registry.registerMetric(this.#lag);
    showInMetrics(registry, { connection: this.#connection, targets: this.#targets, answers: this.#answers });
  }

  async close(): Promise<void> {
    this.#targets.close();
    await this.#connection.close();
  }
}
