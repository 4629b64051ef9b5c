import type { Server } from '../process/server.ts';
import type { Upstream } from '../process/upstream.ts';
import type { Sample, Series } from '../report/result.ts';
import { exactTarget } from '../report/target.ts';
import { bodyOf, oneWorkspace, type Question, questions } from './questions.ts';
import { type Row, result } from './row.ts';

const key = 'calls';
const title = 'Upstream calls of one query';
/** Equal queries sent at once, and the upstream's latency meanwhile: all are there before the first is answered. */
const TOGETHER = 20;
const LATENCY_MS = 100;

/** Calls of a query that is asked for the second time, when what can be kept is kept. */
const warmCalls: Record<string, number> = { '1ws': 1, '20ws': 21, list: 1 };

/** How often a query asks Coder. */
export const callsRow: Row = {
  key,
  title,
  async measure({ fleet, upstream }) {
    const servers = await fleet.start(['r', 'tailcall', 'yoga', 'mesh', 'apollo', 'cold', 'gateway', 'baseline']);
    const series: Series[] = [];
    for (const server of servers)
      series.push({ key: server.spec.key, title: server.spec.title, samples: [await count(server, upstream)] });
    return result({ key, title }, series, {
      columns: [
        ...questions.map(({ key }) => ({ value: key, title: key, digits: 0 })),
        { value: 'together', title: `${TOGETHER} × ${oneWorkspace.key} at once`, digits: 0 },
      ],
      targets: [
        ...questions.map(({ key, calls }) =>
          exactTarget({ what: `${key}, cold`, of: 'cold', value: key, exactly: calls }),
        ),
        ...questions.map(({ key }) =>
          exactTarget({ what: `${key}, warm`, of: 'gateway', value: key, exactly: warmCalls[key] ?? 0 }),
        ),
        exactTarget({
          what: 'equal queries at once, cold',
          of: 'cold',
          value: 'together',
          exactly: oneWorkspace.calls,
        }),
      ],
    });
  },
};

async function count(server: Server, upstream: Upstream): Promise<Sample> {
  const sample: Sample = {};
  for (const question of questions) {
    await server.ask(bodyOf(server, question));
    sample[question.key] = await callsOf(upstream, () => server.ask(bodyOf(server, question)));
  }
  await upstream.mode({ latencyMs: LATENCY_MS });
  sample.together = await callsOf(upstream, () => askTogether(server, oneWorkspace));
  await upstream.mode({ latencyMs: 0 });
  return sample;
}

async function callsOf(upstream: Upstream, ask: () => Promise<unknown>): Promise<number> {
  await upstream.resetCalls();
  await ask();
  return (await upstream.state()).calls;
}

async function askTogether(server: Server, question: Question): Promise<void> {
  const body = bodyOf(server, question);
  await Promise.all(Array.from({ length: TOGETHER }, () => server.askAlone(body)));
}
