import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freePort, PASSWORD, REDIS_SERVER } from './server.ts';

/** A Sentinel that watches the Redis on this port as `main`, ended with the test; resolves to its own port. */
export async function startSentinel(redisPort: number, { options = [] as string[] } = {}): Promise<number> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'sentinel-'));
  const file = join(folder, 'sentinel.conf');
  const lines = [
    `port ${port}`,
    `dir ${folder}`,
    `sentinel monitor main 127.0.0.1 ${redisPort} 1`,
    `sentinel auth-pass main "${PASSWORD}"`,
    'sentinel down-after-milliseconds main 500',
    'sentinel failover-timeout main 3000',
    `requirepass "${PASSWORD}"`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const process = spawn(REDIS_SERVER, [file, '--sentinel', ...options], { stdio: 'ignore' });
  onTestFinished(async () => {
    process.kill('SIGKILL');
    await once(process, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });
  return port;
}
