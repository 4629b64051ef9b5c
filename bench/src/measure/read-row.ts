import type { Server } from '../process/server.ts';
import type { Column, Series } from '../report/result.ts';
import type { Target } from '../report/target.ts';
import type { Change } from '../upstream/routes.ts';
import { assertEqual, dataOf } from './equality.ts';
import { measureLoad, warmUp } from './load.ts';
import { bodyOf, type Question } from './questions.ts';
import { type Context, interleave, type Row, result } from './row.ts';

export const readColumns: Column[] = [
  { value: 'cpu', title: 'CPU s per 1000', digits: 2 },
  { value: 'rps', title: 'requests/s', digits: 0 },
  { value: 'calls', title: 'calls', digits: 1 },
  { value: 'rss', title: 'RSS MB', digits: 0 },
];

interface ReadRow {
  key: string;
  title: string;
  question: Question;
  servers: readonly string[];
  change?: Change;
  /** Key of the server that the others are compared with. @default 'r' */
  base?: string;
  targets: readonly Target[];
  notes?: string[];
}

/** One question asked of several servers under load. */
export function readRow(row: ReadRow): Row {
  const { key, title, question, servers, change = 'none', base = 'r', targets, notes = [] } = row;
  return {
    key,
    title,
    async measure(context) {
      const running = await context.fleet.start(servers);
      await checkAnswers(running, question);
      await context.upstream.mode({ latencyMs: 0, change });
      const participants = running.map((server) => ({
        server,
        question,
        key: server.spec.key,
        title: server.spec.title,
      }));
      const series = await measureReads(context, participants);
      await context.upstream.mode({ change: 'none' });
      await checkAnswers(running, question);
      return result({ key, title }, series, { columns: readColumns, compare: 'cpu', base, targets, notes });
    },
  };
}

/** P only passes bytes of upstream through; everybody else has to say what R says. */
async function checkAnswers(servers: readonly Server[], question: Question): Promise<void> {
  const judged = servers.filter(({ spec }) => spec.key !== 'p');
  const model = judged.find(({ spec }) => spec.key === 'r') ?? judged[0];
  if (!model) return;
  const expected = dataOf(model, await model.ask(bodyOf(model, question)));
  for (const server of judged) await assertEqual(server, bodyOf(server, question), expected);
}

export interface Participant {
  server: Server;
  question: Question;
  key: string;
  title: string;
}

/** A server is warmed up for as long as so many turns. */
const WARM_UP = 2;

export async function measureReads(context: Context, participants: readonly Participant[]): Promise<Series[]> {
  const { rounds, seconds } = context.options;
  const turns = [];
  for (const { server, question, key, title } of participants) {
    const load = { server, body: bodyOf(server, question), connections: question.connections };
    context.progress(`${title}: warming up`);
    const rate = await warmUp(load, seconds * WARM_UP);
    turns.push({ load, rate, series: { key, title, samples: [] } as Series });
  }
  await interleave(rounds, turns, async ({ load, rate, series }, round) => {
    context.progress(`${series.title}: round ${round + 1} of ${rounds}`);
    series.samples.push(await measureLoad(load, context.upstream, rate, seconds));
  });
  return turns.map(({ series }) => series);
}
