import { Counter, Gauge, type Registry } from 'prom-client';
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
  const registers = [registry];
  new Gauge({
    name: 'coder_graphql_redis_up',
    help: '1 while Redis is in use, 0 while this process goes on by itself.',
    registers,
    collect() {
      this.set(Number(connection.available));
    },
  });
  new Counter({
    name: 'coder_graphql_redis_errors_total',
    help: 'Failures of Redis by what they were (timeout, closed, connection, full, read_only, loading, refused, wrong_type, backlog); while it is down, those of the probes.',
    labelNames: ['cause'],
    registers,
    collect() {
      this.reset();
      for (const [cause, count] of connection.errors) this.inc({ cause }, count);
    },
  });
  new Gauge({
    name: 'coder_graphql_redis_targets',
    help: 'Logs and workspaces that are followed, by the role of this process: lead, listen, alone.',
    labelNames: ['role'],
    registers,
    collect() {
      for (const [role, count] of Object.entries(targets.stats().roles)) this.set({ role }, count);
    },
  });
  new Counter({
    name: 'coder_graphql_redis_lease_changes_total',
    help: 'Leases that this process took (taken), lost to others or to time (lost), and released (released).',
    labelNames: ['change'],
    registers,
    collect() {
      this.reset();
      for (const [change, count] of Object.entries(targets.stats().leaseChanges)) this.inc({ change }, count);
    },
  });
  new Counter({
    name: 'coder_graphql_redis_lookups_total',
    help: 'Answers that were looked for in Redis, since this process had not kept them itself.',
    labelNames: ['outcome'],
    registers,
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(answers.lookups)) this.inc({ outcome }, count);
    },
  });
}
