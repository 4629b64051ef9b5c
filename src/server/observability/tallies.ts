import type { Metric, MetricObjectWithValues, MetricValue, Registry } from 'prom-client';

export interface TallyOptions {
  name: string;
  help: string;
  labelNames: readonly string[];
  registry: Registry;
}

/**
 * A metric whose series are plain numbers until somebody reads them: prom-client's own look up a series by sorting and
 * joining the names of its labels, which a request would pay for each of its calls of Coder.
 */
abstract class Tally<Series> {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly #series = new Map<string, { labels: Record<string, string>; series: Series }>();

  constructor({ name, help, labelNames, registry }: TallyOptions) {
    this.name = name;
    this.help = help;
    this.labelNames = labelNames;
    registry.registerMetric(this as unknown as Metric);
  }

  protected abstract readonly type: 'counter' | 'histogram';
  protected abstract create(): Series;
  protected abstract read(series: Series, labels: Record<string, string>): MetricValue<string>[];

  /** The series with these values of the labels, in the order of their names. */
  with(...values: string[]): Series {
    const key = values.join('\n');
    let known = this.#series.get(key);
    if (known === undefined) {
      const labels = Object.fromEntries(this.labelNames.map((name, index) => [name, values[index] ?? '']));
      known = { labels, series: this.create() };
      this.#series.set(key, known);
    }
    return known.series;
  }

  /** What the registry asks for. */
  async get(): Promise<MetricObjectWithValues<MetricValue<string>>> {
    const values = [...this.#series.values()].flatMap(({ labels, series }) => this.read(series, labels));
    // The type of prom-client is an enum of numbers that it writes as text.
    const type = this.type as unknown as MetricObjectWithValues<MetricValue<string>>['type'];
    return { name: this.name, help: this.help, type, aggregator: 'sum', values, collect: () => {} };
  }

  /** Forgets all series; the registry may ask for it. */
  reset(): void {
    this.#series.clear();
  }
}

/** A number that grows. */
export interface Count {
  value: number;
}

/** A counter by labels. */
export class Counts extends Tally<Count> {
  protected readonly type = 'counter';

  protected create(): Count {
    return { value: 0 };
  }

  protected read({ value }: Count, labels: Record<string, string>) {
    return [{ value, labels }];
  }
}

/** How often something took how long. */
export class DurationSeries {
  readonly buckets: readonly number[];
  /** Of each bucket alone; the last one is beyond all bounds. */
  readonly counts: number[];
  sum = 0;

  /** @param buckets upper bounds in seconds, ascending. */
  constructor(buckets: readonly number[]) {
    this.buckets = buckets;
    this.counts = Array<number>(buckets.length + 1).fill(0);
  }

  observe(seconds: number): void {
    const { buckets, counts } = this;
    let index = 0;
    while (index < buckets.length && seconds > (buckets[index] as number)) index++;
    counts[index] = (counts[index] as number) + 1;
    this.sum += seconds;
  }
}

/** A histogram of seconds by labels. */
export class Durations extends Tally<DurationSeries> {
  protected readonly type = 'histogram';
  readonly #buckets: readonly number[];

  constructor({ buckets, ...options }: TallyOptions & { buckets: readonly number[] }) {
    super(options);
    this.#buckets = buckets;
  }

  protected create(): DurationSeries {
    return new DurationSeries(this.#buckets);
  }

  protected read({ counts, sum }: DurationSeries, labels: Record<string, string>) {
    let count = 0;
    const values: (MetricValue<string> & { metricName: string })[] = counts.map((each, index) => {
      count += each;
      const le = this.#buckets[index] ?? '+Inf';
      return { metricName: `${this.name}_bucket`, labels: { le, ...labels }, value: count };
    });
    values.push({ metricName: `${this.name}_sum`, labels, value: sum });
    values.push({ metricName: `${this.name}_count`, labels, value: count });
    return values;
  }
}
