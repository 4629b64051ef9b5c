/** `npm run bench`: measures the gateway beside its peers and writes a table and a JSON file. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { rows } from './measure/rows.ts';
import { type Options, readOptions, UsageError } from './options.ts';
import { cores, pinLoad } from './process/cores.ts';
import { Fleet } from './process/fleet.ts';
import { startUpstream } from './process/upstream.ts';
import { printReport, printRow, printTargets } from './report/markdown.ts';
import type { Report, RowResult } from './report/result.ts';
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
  const upstream = await startUpstream();
  const fleet = new Fleet(participants(options), upstream.url);
  const chosen = options.rows ? rows.filter(({ key }) => options.rows?.includes(key)) : rows;
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
  return {
    date: new Date().toISOString(),
    command: ['npm run bench --', ...process.argv.slice(2)].join(' ').replace(/ --$/, ''),
    node: process.version,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}${cores ? '' : ', nothing pinned'}`,
    commit: commit(),
    rounds,
    seconds,
    absent: fleet.absent,
    rows: results,
  };
}

function write(report: Report, save: boolean): void {
  const directory = new URL('bench/results/', root);
  mkdirSync(directory, { recursive: true });
  const name = save ? 'last' : 'run';
  writeFileSync(new URL(`${name}.json`, directory), `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(new URL(`${name}.md`, directory), `${printReport(report)}\n`);
  console.log(`Written to bench/results/${name}.md and ${name}.json.`);
}

try {
  const options = readOptions(process.argv.slice(2), {
    rows: rows.map(({ key }) => key),
    servers: allServers().map(({ key }) => key),
  });
  if (typeof options === 'string') console.log(options);
  else write(await run(options), options.save);
  process.exit(0);
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exit(error instanceof UsageError ? 2 : 1);
}
