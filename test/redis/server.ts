import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, onTestFinished } from 'vitest';

export const PASSWORD = 'a password of the tests';

/** Another server than the one of the path: an older Redis, or Valkey. */
export const REDIS_SERVER = process.env.REDIS_SERVER ?? 'redis-server';

const installed = (() => {
  try {
    execFileSync(REDIS_SERVER, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Like `describe`, where the machine has a redis-server. */
export function describeWithRedis(name: string, tests: () => void): void {
  if (!installed) console.log(`skipped, since there is no redis-server on this machine: ${name}`);
  describe.skipIf(!installed)(name, tests);
}

export interface TestRedis {
  port: number;
  /** For `REDIS_URL`. */
  url: string;
  /** The same by way of another port. */
  urlAt(port: number): string;
  /** A client of the test's own. */
  client: Redis;
  /** Stops it without a word, and starts it again, empty, on the same port. */
  restart(downMs?: number): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** It answers nothing for so long. */
  freeze(): void;
  thaw(): void;
}

/** A redis-server of its own, ended with the test. */
export async function startRedis(...options: string[]): Promise<TestRedis> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const run = () =>
    spawn(
      REDIS_SERVER,
      ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'].concat(
        ['--requirepass', PASSWORD, '--masterauth', PASSWORD],
        options,
      ),
      { stdio: 'ignore' },
    );
  let process = run();
  const client = new Redis({ replyMapping: 'legacy', port, host: '127.0.0.1', password: PASSWORD });
  client.on('error', () => {});
  await client.ping();
  const stop = async () => {
    if (process.exitCode !== null || process.signalCode !== null) return;
    process.kill('SIGKILL');
    await once(process, 'exit');
  };
  const start = async () => {
    process = run();
    await client.ping();
  };
  onTestFinished(async () => {
    client.disconnect();
    process.kill('SIGCONT');
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const urlAt = (at: number) => `redis://:${encodeURIComponent(PASSWORD)}@127.0.0.1:${at}`;
  return {
    port,
    url: urlAt(port),
    urlAt,
    client,
    stop,
    start,
    restart: async (downMs = 0) => {
      await stop();
      await new Promise((resolve) => setTimeout(resolve, downMs));
      await start();
    },
    freeze: () => void process.kill('SIGSTOP'),
    thaw: () => void process.kill('SIGCONT'),
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
