import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startChild } from './child.ts';

/** The process of a Redis, which keeps nothing on the disk. */
export interface RedisServer {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/** Starts it; clients try again until it listens. */
export async function startRedis(): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-redis-'));
  const port = await freePort();
  const command = ['redis-server', '--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const { pid, stop } = startChild({ core: 'load', command });
  return {
    port,
    pid,
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
