#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { loadFailure } from './cli/load-failure.ts';
import { ProgramFiles } from './cli/program-files.ts';

/**
 * A second signal after this many milliseconds exits immediately, and with 1 unless all is closed. Ctrl-C under npm
 * arrives twice at once.
 */
const SECOND_SIGNAL_DELAY_MS = 1_000;

/** What keeps the process after all is closed, such as a log that nobody reads, keeps it no longer than this. */
const LEFTOVERS_MS = 1_000;

// Whoever reads what is printed may leave, and a disk may be full: neither ends a gateway.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {});

const shutdownSignal = new Promise<string>((resolve) => {
  let firstSignalAt: number | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      firstSignalAt ??= performance.now();
      if (performance.now() - firstSignalAt > SECOND_SIGNAL_DELAY_MS) process.exit(process.exitCode ?? 1);
      resolve(signal);
    });
  }
});

/** The program, which is bundled beside this file; undefined: it cannot be loaded. */
function loadCommand(): typeof import('./cli/command.ts') | undefined {
  try {
    const files = new ProgramFiles(fileURLToPath(new URL('./program/', import.meta.url)));
    return files.load('command.cjs') as typeof import('./cli/command.ts');
  } catch (error) {
    process.stderr.write(loadFailure(error));
    return undefined;
  }
}

const command = loadCommand();
if (command === undefined) process.exitCode = 1;
else {
  const { run, readEnvironment } = command;
  process.exitCode = await run({
    args: process.argv.slice(2),
    readEnv: readEnvironment,
    terminal: process.stderr.isTTY === true,
    print: (text) =>
      new Promise((resolve, reject) => {
        process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
      }),
    printError: (text) => process.stderr.write(text),
    shutdownSignal,
  });
  // A process that ends by itself removes its signal handlers some milliseconds before it is gone: a signal would end it
  // with a code of its own.
  process.once('beforeExit', () => process.exit());
  setTimeout(() => process.exit(), LEFTOVERS_MS).unref();
}
