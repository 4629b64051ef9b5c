/** `npm run bench`: measures the gateway beside its peers and writes a table and a JSON file. */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { quickRows, rows } from './measure/rows.ts';
import { type Options, readOptions, UsageError } from './options.ts';
import { cores, pinLoad } from './process/cores.ts';
import { Fleet } from './process/fleet.ts';
import { startUpstream } from './process/upstream.ts';
import { printRow, printTargets } from './report/markdown.ts';
import type { Report, RowResult, Run } from './report/result.ts';
import { writeReport } from './report/write.ts';
import { allServers, gateway } from './servers/catalogue.ts';

const root = new URL('../../', import.meta.url);

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function participants({ gateway: main, baseline, servers }: Options) {
  const chosen = allServers(main).filter(({ key }) => servers?.includes(key) ?? true);
  if (!baseline) return chosen;
  return [...chosen, gateway('baseline', 'baseline, cache off', baseline, { GATEWAY_CACHE_MB: '0' })];
}

async function run(options: Options): Promise<Report> {
  pinLoad();
  const measured = commit();
  const upstream = await startUpstream();
  const fleet = new Fleet(participants(options), upstream.url);
  const keys = options.rows ?? (options.quick ? quickRows : undefined);
  const chosen = rows.filter(({ key }) => keys?.includes(key) ?? true);
  const results: RowResult[] = [];
  for (const line of fleet.absent) console.error(`Left out: ${line}`);
  for (const row of chosen) {
    progress(row.title);
    const result = await row.measure({ options, upstream, fleet, progress: (text) => progress(`${row.key}: ${text}`) });
    results.push(result);
    progress('');
    console.log(`${printRow(result)}\n\n${printTargets([result])}\n`);
  }
  await fleet.stop();
  await upstream.stop();
  const { rounds, seconds } = options;
  const run: Run = {
    date: new Date().toISOString(),
    command: ['npm run bench --', ...process.argv.slice(2)].join(' ').replace(/ --$/, ''),
    node: process.version,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}${cores ? '' : ', nothing pinned'}`,
    commit: measured,
    rounds,
    seconds,
  };
  return { absent: fleet.absent, rows: results.map((row) => ({ run, row })) };
}

try {
  const options = readOptions(process.argv.slice(2), {
    rows: rows.map(({ key }) => key),
    servers: allServers().map(({ key }) => key),
  });
  if (typeof options === 'string') console.log(options);
  else
    console.log(
      `Written to ${writeReport(await run(options), { save: options.save, order: rows.map(({ key }) => key) }).join(', ')}`,
    );
  process.exit(0);
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exit(error instanceof UsageError ? 2 : 1);
}
