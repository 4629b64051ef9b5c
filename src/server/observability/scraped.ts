import { Counter, Gauge, type Registry } from 'prom-client';

/** A gauge that is read when somebody scrapes: its name behind the prefix, what it tells, and its value. */
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

/** A series of a counter: its labels and its value. */
export type Series = readonly [labels: Readonly<Record<string, string>>, value: number];

/** A counter of what is counted elsewhere, read when somebody scrapes. */
export interface ScrapedCounter {
  /** Behind the prefix. */
  name: string;
  help: string;
  /** @default none */
  labelNames?: readonly string[];
  read: () => Iterable<Series>;
}

/** Registers such a counter. */
export function registerCounter(registry: Registry, { name, help, labelNames = [], read }: ScrapedCounter): void {
  new Counter({
    name: `coder_graphql_${name}`,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset();
      for (const [labels, value] of read()) this.inc(labels, value);
    },
  });
}
