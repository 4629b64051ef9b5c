import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { pinned } from './cores.ts';

export interface ChildOptions {
  core: 'server' | 'load';
  command: readonly string[];
  env?: Record<string, string | undefined>;
  /** A channel for messages; only for Node programs. */
  ipc?: boolean;
}

export interface Child {
  readonly process: ChildProcess;
  readonly pid: number;
  /** What it wrote last, for messages about a failure. */
  output(): string;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a program on its cores. What it writes is dropped but for its end. */
export function startChild({ core, command, env, ipc = false }: ChildOptions): Child {
  const [program, rest] = pinned(core, command);
  const child = spawn(program, rest, {
    // Nothing of the surroundings decides what is measured, but for the way to the programs.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  running.add(child);
  let tail = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => {
      tail = (tail + data.toString()).slice(-4_000);
    });
  const exited = once(child, 'exit').finally(() => running.delete(child));
  exited.catch(() => {});
  return {
    process: child,
    // taskset replaces itself by the program, so that the process id is the program's.
    pid: child.pid ?? 0,
    output: () => tail,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
    },
  };
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
