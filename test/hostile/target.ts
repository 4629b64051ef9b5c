import { readFile } from 'node:fs/promises';
import { Agent, request } from 'undici';
import { onTestFinished } from 'vitest';
import { startTestCoder, type TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { type Program, startProgram } from '../e2e/program.ts';

/** The program under attack: a process of its own with a small heap, in front of a Coder that the test watches. */
export interface Target {
  program: Program;
  coder: TestCoder;
  /** Of GraphQL. */
  url: string;
  port: number;
  /** A token that Coder knows: the owner's. */
  token: string;
  /** The slowest answer of `/healthz` since the last call, in milliseconds, without this process' own lateness. */
  slowestHealth(): number;
}

const HEALTH_EVERY_MS = 50;

export async function startTarget(settings: Record<string, string> = {}): Promise<Target> {
  const coder = await startTestCoder({ rateLimit: -1 });
  onTestFinished(() => coder.close());
  const program = await startProgram(coder.url, {
    NODE_ENV: 'production',
    NODE_OPTIONS: '--max-old-space-size=256 --unhandled-rejections=strict',
    LOG_LEVEL: 'info',
    ...settings,
  });
  return {
    program,
    coder,
    url: program.url,
    port: program.port,
    token: coder.user('mira').token,
    slowestHealth: watchHealth(new URL('/healthz', program.url)),
  };
}

function watchHealth(url: URL): () => number {
  const dispatcher = new Agent({ connections: 1 });
  let slowest = 0;
  let over = false;
  const run = async () => {
    while (!over) {
      const begun = performance.now();
      const late = lateness();
      const { statusCode, body } = await request(url, { dispatcher });
      await body.dump();
      const took = performance.now() - begun - late();
      slowest = Math.max(slowest, statusCode === 200 ? took : Number.POSITIVE_INFINITY);
      await new Promise((resolve) => setTimeout(resolve, HEALTH_EVERY_MS));
    }
  };
  void run().catch(() => {
    slowest = Number.POSITIVE_INFINITY;
  });
  onTestFinished(async () => {
    over = true;
    await dispatcher.destroy();
  });
  return () => {
    const taken = slowest;
    slowest = 0;
    return taken;
  };
}

/** Measures by how much this process itself is late meanwhile: it makes the attack on the same cores. */
function lateness(): () => number {
  let total = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    total += Math.max(0, now - last - 5);
    last = now;
  }, 5);
  return () => {
    clearInterval(timer);
    return total + Math.max(0, performance.now() - last - 5);
  };
}

/** Resident memory in bytes, as the operating system has it. */
export async function residentBytes({ program }: Target): Promise<number> {
  const status = await readFile(`/proc/${program.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

/** What counts something that is open or under way, by its name in `/metrics`. */
export async function gauges({ program }: Pick<Target, 'program'>): Promise<Record<string, number>> {
  const text = await (await fetch(new URL('/metrics', program.url))).text();
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]));
  const found: Record<string, number> = {};
  for (const [, name, labels = '', value] of text.matchAll(/^(coder_graphql_\w+)(\{[^}]*\})? (\S+)$/gm)) {
    if (types.get(name) === 'gauge' && !STATE.test(name as string)) found[`${name}${labels}`] = Number(value);
  }
  return found;
}

/** Gauges of what is kept on purpose, bounded by itself, and of those who look: their connections stay open. */
const STATE = /cache_|event_loop|breaker|build_info|http_connections|in_flight_limit|plan_bytes/;
