import type { Server } from '../process/server.ts';
import type { Sample, Series } from '../report/result.ts';
import { quantile } from '../report/statistics.ts';
import { ratioTarget, type Target } from '../report/target.ts';
import { bodyOf, type Question } from './questions.ts';
import { interleave, type Row, result } from './row.ts';

/** What a call to the upstream takes in this row. */
const LATENCY_MS = 5;
/** Requests of one turn; each waits for the one before. */
const REQUESTS = 50;

function spreadTarget(what: string, of: string): Target {
  return ratioTarget({ what, of, to: of, value: 'p99', toValue: 'p50', atMost: 2, name: 'p50' });
}

/** How long one caller waits who asks alone. */
export function latencyRow(question: Question): Row {
  const key = `latency-${question.key}`;
  const title = `Latency of one caller, ${LATENCY_MS} ms upstream: ${question.title}`;
  return {
    key,
    title,
    async measure(context) {
      const servers = await context.fleet.start([
        'r',
        'tailcall',
        'yoga',
        'mesh',
        'apollo',
        'cold',
        'gateway',
        'baseline',
      ]);
      await context.upstream.mode({ latencyMs: LATENCY_MS });
      const turns = servers.map((server) => ({
        server,
        series: { key: server.spec.key, title: server.spec.title, samples: [] } as Series,
      }));
      const requests = context.options.quick ? REQUESTS / 2 : REQUESTS;
      for (const { server } of turns) await ask(server, question, requests);
      await interleave(context.options.rounds, turns, async ({ server, series }, round) => {
        context.progress(`${series.title}: round ${round + 1}`);
        series.samples.push(await ask(server, question, requests));
      });
      await context.upstream.mode({ latencyMs: 0 });
      return result(
        { key, title },
        turns.map(({ series }) => series),
        {
          columns: [
            { value: 'p50', title: 'p50 ms', digits: 1 },
            { value: 'p99', title: 'p99 ms', digits: 1 },
          ],
          compare: 'p50',
          base: 'r',
          targets: [
            ratioTarget({ what: 'p50, cold', of: 'cold', to: 'r', value: 'p50', atMost: 1.1, name: 'R' }),
            ratioTarget({ what: 'p50, warm', of: 'gateway', to: 'r', value: 'p50', atMost: 0.6, name: 'R' }),
            spreadTarget('p99, cold', 'cold'),
            spreadTarget('p99, warm', 'gateway'),
          ],
        },
      );
    },
  };
}

async function ask(server: Server, question: Question, requests: number): Promise<Sample> {
  const body = bodyOf(server, question);
  const times: number[] = [];
  for (let request = 0; request < requests; request++) {
    const startedAt = performance.now();
    await server.ask(body);
    times.push(performance.now() - startedAt);
  }
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}
