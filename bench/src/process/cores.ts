import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The server under test has a core of its own; load, upstream and readers share the rest. */
export const cores = (() => {
  const count = availableParallelism();
  if (count < 2 || spawnSync('taskset', ['--version']).error) return undefined;
  return { server: '0', load: count === 2 ? '1' : `1-${count - 1}` };
})();

/** Moves this process, which makes the load, off the server's core. */
export function pinLoad(): void {
  if (cores) spawnSync('taskset', ['-a', '-c', '-p', cores.load, String(process.pid)]);
}

/** The command that runs `command` on these cores only. */
export function pinned(to: 'server' | 'load', command: readonly string[]): [string, string[]] {
  const [program = '', ...rest] = cores ? ['taskset', '-c', cores[to], ...command] : command;
  return [program, rest];
}
