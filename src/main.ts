#!/usr/bin/env node
import { readEnvironment } from './cli/environment.ts';
import { run } from './cli/run.ts';

/** Milliseconds after the first signal from which on a further one means now. Ctrl-C under npm arrives twice at once. */
const PATIENCE_MS = 1_000;

const stopped = new Promise<string>((resolve) => {
  let told: number | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      told ??= performance.now();
      if (performance.now() - told > PATIENCE_MS) process.exit(1);
      resolve(signal);
    });
  }
});

process.exitCode = await run({
  args: process.argv.slice(2),
  env: readEnvironment(),
  terminal: process.stderr.isTTY === true,
  print: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
  stopped,
});
