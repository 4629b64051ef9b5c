import { rssMb } from '../process/proc.ts';
import { startServer } from '../process/server.ts';
import type { Series } from '../report/result.ts';
import { limitTarget } from '../report/target.ts';
import type { ServerSpec } from '../servers/catalogue.ts';
import { bodyOf, oneWorkspace } from './questions.ts';
import { interleave, type Row, result } from './row.ts';

const key = 'start';
const title = 'From the start of the program to its first answer; memory when idle';
/** After the first answer, before memory is read. */
const IDLE_MS = 2_000;

/** A program that is started once and asked once. */
export const startRow: Row = {
  key,
  title,
  async measure({ fleet, upstream, options, progress }) {
    await fleet.stop();
    const turns = fleet
      .specs(['r', 'tailcall', 'yoga', 'mesh', 'apollo', 'gateway', 'baseline'])
      .map((spec) => ({ spec, series: { key: spec.key, title: spec.title, samples: [] } as Series }));
    const rounds = options.quick ? 1 : options.rounds;
    await interleave(rounds, turns, async ({ spec, series }, round) => {
      progress(`${spec.title}: round ${round + 1}`);
      series.samples.push(await start(spec, upstream.url, options.quick ? IDLE_MS / 4 : IDLE_MS));
    });
    return result(
      { key, title },
      turns.map(({ series }) => series),
      {
        columns: [
          { value: 'first', title: 'first answer ms', digits: 0 },
          { value: 'idle', title: 'idle RSS MB', digits: 0 },
        ],
        compare: 'first',
        base: 'r',
        targets: [
          limitTarget({ what: 'start to first answer', of: 'gateway', value: 'first', atMost: 400, unit: ' ms' }),
          limitTarget({ what: 'idle RSS', of: 'gateway', value: 'idle', atMost: 80, unit: ' MB' }),
        ],
      },
    );
  },
};

async function start(spec: ServerSpec, upstream: string, idleMs: number) {
  const startedAt = performance.now();
  const server = await startServer(spec, upstream);
  await server.ask(bodyOf(server, oneWorkspace));
  const first = performance.now() - startedAt;
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  const idle = rssMb(server.pid);
  await server.stop();
  return { first, idle };
}
