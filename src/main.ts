#!/usr/bin/env node
import { lexicographicSortSchema, printSchema } from 'graphql';
import { parseArguments } from './cli/arguments.ts';
import { banner } from './cli/banner.ts';
import { checkUpstream } from './cli/check.ts';
import { createCoder } from './cli/coder.ts';
import { readEnvironment } from './cli/environment.ts';
import { helpText } from './cli/help.ts';
import { ownVersion } from './cli/version.ts';
import { readSettings, type Settings } from './config.ts';

const { command, flags, problems: misused } = parseArguments(process.argv.slice(2));

if (command === 'help') {
  process.stdout.write(helpText());
} else if (command === 'version') {
  process.stdout.write(`${ownVersion()}\n`);
} else if (command === 'print-schema') {
  const { schema } = await import('./schema/schema.ts');
  process.stdout.write(`${printSchema(lexicographicSortSchema(schema))}\n`);
} else {
  const { settings, problems = [] } = readSettings({ env: readEnvironment(), flags, terminal: process.stderr.isTTY });
  if (settings === undefined || misused.length > 0) {
    process.stderr.write(`${[...misused, ...problems].map((problem) => `coder-graphql: ${problem}`).join('\n')}\n`);
    process.exitCode = 1;
  } else if (command === 'check') {
    process.exitCode = await check(settings);
  } else {
    process.exitCode = await serve(settings);
  }
}

async function check(settings: Settings): Promise<number> {
  if (settings.coderUrl === undefined) {
    process.stderr.write('coder-graphql: --check needs CODER_URL: the embedded Coder is always of this version\n');
    return 1;
  }
  const coder = createCoder(settings.coderUrl, settings);
  const { lines, ok } = await checkUpstream(coder, settings.sessionToken);
  await coder.close();
  process.stdout.write(`${lines.join('\n')}\n`);
  return ok ? 0 : 1;
}

/** Serves until it is told to stop; resolves to the exit code. */
async function serve(settings: Settings): Promise<number> {
  const [{ createLog }, { start }] = await Promise.all([import('./server/log.ts'), import('./cli/start.ts')]);
  const log = createLog(settings);
  // From here on a signal must not kill half a start.
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
  let running: Awaited<ReturnType<typeof start>>;
  try {
    running = await start({ settings, log, processMetrics: true });
  } catch (error) {
    process.stderr.write(`coder-graphql: ${startFailure(error, settings)}\n`);
    return 1;
  }
  const { gateway, coder, demoUsers } = running;
  const { url, metricsUrl } = gateway;
  const info = await coder.buildInfo().catch(() => undefined);
  const facts = { settings, url, metricsUrl, upstream: coder.url, upstreamVersion: info?.version, demoUsers };
  process.stdout.write(`${banner(facts)}\n`);
  const signal = await stopped;
  log.info({ signal }, 'draining');
  // A second signal means now.
  for (const again of ['SIGTERM', 'SIGINT'] as const) process.once(again, () => process.exit(1));
  await running.close();
  log.info('stopped');
  return 0;
}

function startFailure(error: unknown, { host, port, metricsPort }: Settings): string {
  const { code, message, port: taken } = error as NodeJS.ErrnoException & { port?: number };
  const setting = taken !== undefined && taken === metricsPort ? 'GATEWAY_METRICS_PORT' : 'PORT';
  if (code === 'EADDRINUSE') {
    return `${host}:${taken ?? port} is in use: stop what listens there, or set ${setting} to another port (0: any free one)`;
  }
  if (code === 'EACCES') return `may not listen on ${host}:${taken ?? port}: set ${setting} to a port above 1023`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST ${host} is no address of this machine`;
  return message;
}
