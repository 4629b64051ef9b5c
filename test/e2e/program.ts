import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder = '';

/** Compiles and bundles the program for the tests of this file, beside whatever is in `dist`. */
export function useProgram(): void {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coder-graphql-'));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await copyFile(join(root, 'package.json'), join(folder, 'package.json'));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const project = ['-p', join(root, 'tsconfig.build.json'), '--outDir', join(folder, 'dist')];
    const options = ['--noCheck', '--incremental', 'false', '--tsBuildInfoFile', 'null'];
    await promisify(execFile)(process.execPath, [compiler, ...project, ...options]);
    const bundle = [join(root, 'bundle.js'), join(folder, 'dist')];
    await promisify(execFile)(process.execPath, bundle, { cwd: root });
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));
}

/** Where the compiled program is. */
export function programFolder(): string {
  return folder;
}

export interface Program {
  process: ChildProcess;
  /** Of GraphQL over HTTP and SSE. */
  url: string;
  port: number;
  pid: number;
  /** Everything printed. */
  output(): string;
  /** Sends the signal and resolves to the exit code, which is null when the signal itself ended it. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
  /** The program's resident memory in MiB. */
  memory(): Promise<number>;
}

/**
 * The program as a process of its own, in front of this Coder; killed with the test.
 *
 * @param stderr Where its log goes, in place of the output that it is asked for.
 */
export async function startProgram(
  coderUrl: string,
  env: Record<string, string> = {},
  stderr: 'pipe' | number = 'pipe',
): Promise<Program> {
  const child = spawn(process.execPath, [join(folder, 'dist/main.js')], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      CODER_URL: coderUrl,
      PORT: '0',
      LOG_LEVEL: 'warn',
      LOG_FORMAT: 'json',
      GATEWAY_GRAPHIQL: 'off',
      ...env,
    },
    stdio: ['ignore', 'pipe', stderr],
  });
  const exited = once(child, 'exit');
  let output = '';
  let asked = false;
  onTestFinished(async () => {
    const running = child.exitCode === null && child.signalCode === null;
    if (running) child.kill('SIGKILL');
    const [code, signal] = await exited;
    if (!running && !asked) throw new Error(`The program has exited with ${code ?? signal}; it said:\n${output}`);
  });
  const url = await new Promise<string>((resolve, reject) => {
    const heard = (text: Buffer) => {
      output += text;
      const match = /HTTP +(http:\S+)/.exec(output);
      if (match && output.includes('Coder  ')) resolve(match[1] ?? '');
    };
    child.stdout?.on('data', heard);
    child.stderr?.on('data', heard);
    void exited.then(() => reject(new Error(`The program has exited; it said:\n${output}`)));
  });
  return {
    process: child,
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    output: () => output,
    stop: async (signal) => {
      asked = true;
      child.kill(signal);
      const [code] = await exited;
      return code as number | null;
    },
    memory: async () => {
      const text = await (await fetch(new URL('/metrics', url))).text();
      return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) / 2 ** 20;
    },
  };
}
