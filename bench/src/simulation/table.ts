import { type Figures, load, planned, reach } from './plan.ts';
import type { Simulation } from './run.ts';

interface Row {
  figure: keyof Figures;
  what: string;
  how: string;
  show: (value: number) => string;
  /** What the simulation has to find, within a fifth: a count, which no machine makes faster or slower. */
  exact: boolean;
}

const whole = (value: number) => Math.round(value).toLocaleString('en');
const megabytes = (value: number) => `${(value / 1e6).toFixed(1)} MB/s`;
const cores = (value: number) => `${value.toFixed(2)} cores`;
const memory = (value: number) => `${(value / 1_000).toFixed(2)} GB`;

const rows: readonly Row[] = [
  { figure: 'connections', what: 'connections of readers', how: 'one each', show: whole, exact: true },
  {
    figure: 'logs',
    what: 'logs that it follows or hears',
    how: `${whole(load.builds)} × ${reach.toFixed(1)} / ${load.replicas}`,
    show: whole,
    exact: true,
  },
  { figure: 'sockets', what: 'sockets to Coder', how: 'one for each log', show: whole, exact: true },
  {
    figure: 'reads',
    what: 'reads of Coder a second',
    how: `each reader's right every ${load.checkSeconds} s`,
    show: whole,
    exact: true,
  },
  {
    figure: 'heard',
    what: 'messages from Redis a second',
    how: 'the lines of the logs that others lead',
    show: whole,
    exact: true,
  },
  { figure: 'memoryMb', what: 'memory', how: 'idle, 40 KB a reader, 70 KB a log', show: memory, exact: false },
  {
    figure: 'cores',
    what: 'CPU',
    how: 'messages to readers, lines from Redis, checks of rights',
    show: cores,
    exact: false,
  },
  { figure: 'redisInBytes', what: 'Redis, in', how: 'each line once', show: megabytes, exact: true },
  {
    figure: 'redisOutBytes',
    what: 'Redis, out',
    how: `each line to ${(reach - 1).toFixed(1)} replicas`,
    show: megabytes,
    exact: true,
  },
  {
    figure: 'redisMemoryMb',
    what: 'Redis, memory',
    how: `the newest ${load.linesPerLog} lines of each log`,
    show: memory,
    exact: false,
  },
  { figure: 'redisCores', what: 'Redis, CPU', how: 'lines in, messages out', show: cores, exact: false },
];

const TOLERANCE = 0.2;

/** The plan beside the simulation, as docs/scaling.md shows it. */
export function tableOf({ figures, latency }: Simulation, { share }: { share: number }): string {
  const plan = planned();
  const lines = rows.map(({ figure, what, how, show }) => {
    const ofRedis = figure.startsWith('redis');
    const all = ofRedis ? show(plan[figure]) : show(plan[figure] * load.replicas);
    return `| ${what} | ${how} | ${all} | ${ofRedis ? '' : show(plan[figure])} | ${show(figures[figure])} |`;
  });
  return [
    `| what | how it is counted | all | each of ${load.replicas} replicas | simulated |`,
    '| --- | --- | --- | --- | --- |',
    ...lines,
    '',
    `Simulated: one replica, and all of Redis, with ${whole(share * 100)} % of the load, as numbers for the whole of it. A line was with its readers after ${whole(latency.p50)} ms (median; 99 %: ${whole(latency.p99)} ms).`,
  ].join('\n');
}

/** Where the simulation found something else than is planned. */
export function deviations({ figures, leaseChanges }: Simulation): string[] {
  const plan = planned();
  const found = rows
    .filter(({ figure, exact }) => exact && Math.abs(figures[figure] / plan[figure] - 1) > TOLERANCE)
    .map(({ figure, what, show }) => `${what}: planned ${show(plan[figure])}, simulated ${show(figures[figure])}`);
  if (leaseChanges === 0) return found;
  return [
    ...found,
    `${leaseChanges} leases changed hands: Redis did not answer in time, since the machine does too much else`,
  ];
}
