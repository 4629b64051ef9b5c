import { Gauge, type Registry } from 'prom-client';

/** A gauge that is read when somebody looks: its name behind the prefix, what it tells, and its value. */
export type GaugeRow = readonly [name: string, help: string, read: () => number];

/** Registers gauges. */
export function registerGauges(registry: Registry, rows: readonly GaugeRow[]): void {
  for (const [name, help, read] of rows) {
    new Gauge({
      name: `coder_graphql_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  }
}
