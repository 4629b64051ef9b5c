import type { CoderClient } from '../coder/client.ts';
import { ageWarning } from '../coder/deployment/features.ts';
import { readSettings, type Settings, settingNames } from '../config.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { banner } from './banner.ts';
import { checkUpstream } from './check.ts';
import { createCoder } from './coder.ts';
import { helpText } from './help.ts';
import { loadFailure } from './load-failure.ts';
import { causeOf } from './outage-log.ts';
import { createTracer } from './tracer.ts';
import { ownVersion } from './version.ts';

/** What the command needs of its process. */
export interface ProcessContext {
  args: readonly string[];
  /** Reads the environment; throws an error that says what is wrong with it. */
  readEnv: () => Readonly<Record<string, string | undefined>>;
  /** Whether log entries are read by a person. */
  terminal: boolean;
  /** Resolves when the text is written; rejects when it cannot be. */
  print: (text: string) => Promise<void>;
  printError: (text: string) => void;
  /** Resolves when the process is told to stop, to what told it. */
  shutdownSignal: Promise<string>;
}

/** The command; resolves to the exit code. */
export async function run(context: ProcessContext): Promise<number> {
  const { args } = context;
  const parsed = parseArguments(args);
  switch (parsed.command) {
    case 'help':
      return printed(context, helpText());
    case 'version':
      return printed(context, `${ownVersion()}\n`);
    case 'print-schema': {
      const { schemaFile } = await import('../schema/files.ts');
      return printed(context, schemaFile('schema.graphql'));
    }
    default:
      return withSettings(parsed, context);
  }
}

/** Prints what the command was asked for. */
async function printed({ print, printError }: ProcessContext, text: string): Promise<number> {
  try {
    await print(text);
    return 0;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Who has read enough and left, such as `head`, knows it.
    if (code !== 'EPIPE') printError(`coder-graphql: cannot print: ${message}\n`);
    return 1;
  }
}

async function withSettings({ command, flags, problems: misused }: Arguments, context: ProcessContext) {
  const { readEnv, terminal, printError } = context;
  let env: ReturnType<typeof readEnv>;
  try {
    env = readEnv();
  } catch (error) {
    printError(`coder-graphql: ${(error as Error).message}\n`);
    return 1;
  }
  const { settings, problems = [] } = readSettings({ env, flags, terminal });
  if (settings === undefined || misused.length > 0) {
    printError([...misused, ...problems].map((problem) => `coder-graphql: ${problem}\n`).join(''));
    return 1;
  }
  return command === 'check' ? check(settings, context) : serve(settings, context);
}

async function check(settings: Settings, context: ProcessContext): Promise<number> {
  const { printError } = context;
  if (settings.coderUrl === undefined) {
    printError(`coder-graphql: --check needs ${settingNames.coderUrl}: the embedded Coder is always of this version\n`);
    return 1;
  }
  let coder: CoderClient;
  try {
    coder = createCoder(settings.coderUrl, settings);
  } catch (error) {
    printError(`coder-graphql: ${(error as Error).message}\n`);
    return 1;
  }
  const { lines, ok } = await checkUpstream(coder, settings.sessionToken);
  await coder.close();
  const code = await printed(context, `${lines.join('\n')}\n`);
  return ok ? code : 1;
}

async function serve(settings: Settings, { print, printError, shutdownSignal }: ProcessContext): Promise<number> {
  const modules = await Promise.all([import('../server/observability/log.ts'), import('./start.ts')]).catch(
    (error: Error) => error,
  );
  if (modules instanceof Error) {
    printError(loadFailure(modules));
    return 1;
  }
  const [{ createLog }, { start }] = modules;
  const sink = await createLog(settings);
  const { log } = sink;
  const tracing = await createTracer(settings, log);
  let running: Awaited<ReturnType<typeof start>>;
  try {
    running = await start({ settings, log, processMetrics: true, lostLogLines: () => sink.lostLines, tracer: tracing });
  } catch (error) {
    printError(`coder-graphql: ${startFailure(error, settings)}\n`);
    return 1;
  }
  const { gateway, coder, demoUsers } = running;
  const { url, paths, metricsUrl } = gateway;
  const stopping = shutdownSignal.then(() => undefined);
  const info = await Promise.race([coder.buildInfo().catch(() => undefined), stopping]);
  const facts = { settings, url, paths, metricsUrl, upstream: coder.url, upstreamVersion: info?.version, demoUsers };
  // Whether anybody can read it does not matter to those who send requests.
  print(banner(facts)).catch((error: Error) => {
    log.warn({ cause: causeOf(error) }, 'the addresses cannot be printed');
  });
  const warning = info && ageWarning(info.version);
  if (warning) log.warn(warning);
  const reason = await shutdownSignal;
  log.info({ reason, delayMs: settings.drainDelayMs }, 'draining');
  await running.close({ delayMs: settings.drainDelayMs });
  await tracing?.close();
  log.info('stopped');
  await sink.flush();
  return 0;
}

function startFailure(error: unknown, { host, port, metricsPort }: Settings): string {
  const { code, message, port: taken = port } = error as NodeJS.ErrnoException & { port?: number };
  const setting = taken === metricsPort ? settingNames.metricsPort : 'PORT';
  if (code === 'EADDRINUSE') {
    return `${host}:${taken} is in use: stop what listens there, or set ${setting} to another port (0: any free one)`;
  }
  if (code === 'EACCES') return `may not listen on ${host}:${taken}: set ${setting} to a port above 1023`;
  if (code === 'EMFILE' || code === 'ENFILE') {
    return 'no file descriptors are left to listen with: raise the limit of open files (ulimit -n)';
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST ${host} is no address of this machine`;
  return message;
}
