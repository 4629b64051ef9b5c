import { Gauge, type Registry } from 'prom-client';
import { registerCounter, registerGauges, type Series } from '../server/observability/scraped.ts';
import type { RedisConnection } from './connection.ts';
import type { RedisAnswers } from './shared-answers.ts';
import type { SharedTargets } from './shared-targets.ts';

export interface MeasuredParts {
  connection: Pick<RedisConnection, 'available' | 'errors'>;
  targets: Pick<SharedTargets, 'stats'>;
  answers: Pick<RedisAnswers, 'lookups'>;
}

/** Shows on `/metrics` how Redis is, and what is shared by way of it. */
export function showInMetrics(registry: Registry, { connection, targets, answers }: MeasuredParts): void {
  registerGauges(registry, [
    [
      'redis_up',
      '1 while Redis is in use, 0 while this process goes on by itself.',
      () => Number(connection.available),
    ],
  ]);
  new Gauge({
    name: 'coder_graphql_redis_targets',
    help: 'Logs and workspaces that are followed, by the role of this process: lead, listen, alone.',
    labelNames: ['role'],
    registers: [registry],
    collect() {
      for (const [role, count] of Object.entries(targets.stats().roles)) this.set({ role }, count);
    },
  });
  const counter = (name: string, help: string, label: string, counts: () => Iterable<[string, number]>) =>
    registerCounter(registry, {
      name,
      help,
      labelNames: [label],
      read: () => [...counts()].map(([value, count]): Series => [{ [label]: value }, count]),
    });
  counter(
    'redis_errors_total',
    'Failures of Redis by what they were (timeout, closed, connection, full, read_only, loading, refused, wrong_type, backlog); while it is down, those of the probes.',
    'cause',
    () => connection.errors,
  );
  counter(
    'redis_lease_changes_total',
    'Leases that this process took (taken), lost to others or to time (lost), and released (released).',
    'change',
    () => Object.entries(targets.stats().leaseChanges),
  );
  counter(
    'redis_lookups_total',
    'Answers that were looked for in Redis, since this process had not kept them itself.',
    'outcome',
    () => Object.entries(answers.lookups),
  );
}
