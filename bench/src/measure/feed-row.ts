import { setTimeout as wait } from 'node:timers/promises';
import { cpuSeconds, rssMb } from '../process/proc.ts';
import { inTurn, startReaders } from '../process/readers.ts';
import { startServer } from '../process/server.ts';
import type { Column, Sample, Series } from '../report/result.ts';
import { quantile } from '../report/statistics.ts';
import type { Target } from '../report/target.ts';
import type { ServerSpec } from '../servers/catalogue.ts';
import { type Context, interleave, type Row, result } from './row.ts';

interface Feed {
  key: string;
  title: string;
  readers: number;
  builds: number;
  linesPerSecond: number;
  targets: readonly Target[];
}

const columns: Column[] = [
  { value: 'perLine', title: 'CPU µs per line', digits: 1 },
  { value: 'perMessage', title: 'per message', digits: 1 },
  { value: 'core', title: '% of a core', digits: 0 },
  { value: 'delivered', title: 'delivered %', digits: 1 },
  { value: 'p50', title: 'p50 ms', digits: 0 },
  { value: 'p99', title: 'p99 ms', digits: 0 },
  { value: 'kbEarly', title: 'KB per reader', digits: 0 },
  { value: 'kbLate', title: 'KB at the end', digits: 0 },
  { value: 'rss', title: 'RSS MB', digits: 0 },
];

/** Lines are written this long before anything is measured. */
const SETTLE_MS = 4_000;

/** Readers who follow logs while lines are written. */
export function feedRow(feed: Feed): Row {
  const { key, title, targets } = feed;
  return {
    key,
    title,
    async measure(context) {
      await context.fleet.stop();
      const turns = context.fleet
        .specs(['floor', 'gateway', 'baseline'])
        .map((spec) => ({ spec, series: { key: spec.key, title: spec.title, samples: [] } as Series }));
      // Each turn starts a server and its readers, which takes long enough.
      const rounds = context.options.quick ? 1 : Math.min(3, context.options.rounds);
      await interleave(rounds, turns, async ({ spec, series }, round) => {
        context.progress(`${spec.title}: round ${round + 1}`);
        series.samples.push(await follow(context, spec, feed));
      });
      return result(
        { key, title },
        turns.map(({ series }) => series),
        {
          columns,
          compare: 'perLine',
          base: 'floor',
          targets,
        },
      );
    },
  };
}

async function follow({ options, upstream }: Context, spec: ServerSpec, feed: Feed): Promise<Sample> {
  const seconds = options.quick ? 3 : options.seconds * 5;
  await upstream.createFeeds(feed.builds);
  const server = await startServer(spec, upstream.url);
  const readers = startReaders();
  try {
    await wait(500);
    const idle = rssMb(server.pid);
    const url = server.url.replace('http', 'ws');
    await readers.connect({ url, builds: feed.builds, placed: inTurn(feed.readers, feed.builds) });
    await untilFollowed(upstream, feed.builds);
    await upstream.writeLines(feed.linesPerSecond);
    await wait(options.quick ? SETTLE_MS / 2 : SETTLE_MS);
    const early = rssMb(server.pid);
    await readers.count();
    const cpuBefore = cpuSeconds(server.pid);
    await wait(seconds * 1_000);
    const received = await readers.report();
    const cpu = cpuSeconds(server.pid) - cpuBefore;
    const late = rssMb(server.pid);
    if (received.wrong > 0 || received.lost > 0)
      throw new Error(`${spec.title}: ${received.wrong} lines out of order or missing, ${received.lost} readers lost`);
    return {
      perLine: (cpu / received.lines) * 1e6,
      perMessage: (cpu / received.messages) * 1e6,
      core: (cpu / received.seconds) * 100,
      delivered: (received.lines / (feed.readers * feed.linesPerSecond * received.seconds)) * 100,
      p50: quantile(received.latencies, 0.5),
      p99: quantile(received.latencies, 0.99),
      kbEarly: ((early - idle) / feed.readers) * 1_000,
      kbLate: ((late - idle) / feed.readers) * 1_000,
      kbGrowth: ((late - early) / feed.readers) * 1_000,
      rss: late,
    };
  } finally {
    await upstream.quiet();
    await readers.stop();
    await server.stop();
  }
}

/** The sockets of the last readers may still be on their way. */
async function untilFollowed(upstream: Context['upstream'], builds: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { followers } = await upstream.state();
    if (followers >= builds) return;
    await wait(100);
  }
  throw new Error('The server does not follow all builds');
}
