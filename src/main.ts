#!/usr/bin/env node
import { readEnvironment } from './cli/environment.ts';
import { run } from './cli/run.ts';

const stopped = new Promise<string>((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      resolve(signal);
      // The second time it is meant now.
      process.once(signal, () => process.exit(1));
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
