import { expect } from 'vitest';
import { gauges, residentBytes, type Target } from './target.ts';

/** What must be as before when an attack is over. */
export interface Before {
  bytes: number;
  logLength: number;
  /** The slowest answer of `/healthz` while nothing happens: other programs may have the cores. */
  health: number;
}

const SETTLE_MS = 5_000;
const IDLE_MS = 250;
/**
 * The event loop is never blocked: what `/healthz` may take, or how often what it takes without an attack, on a machine
 * that does other things too.
 */
const HEALTH_MS = 300;
const HEALTH_TIMES = 15;

export async function before(target: Target): Promise<Before> {
  await expectIdle(target);
  target.slowestHealth();
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  return {
    bytes: await residentBytes(target),
    logLength: target.program.output().length,
    health: target.slowestHealth(),
  };
}

/**
 * The process lives, answers, has logged no error, and holds nothing open here or at Coder. Resolves to what else it
 * suffered, which the machine may have done too: `/healthz` was late, or memory is more than before after five seconds.
 */
export async function expectUnharmed(target: Target, earlier: Before): Promise<string | undefined> {
  await expectIdle(target);
  expect(target.program.process.exitCode, 'the process has exited').toBeNull();
  const logged = target.program.output().slice(earlier.logLength);
  expect(logged.split('\n').filter((line) => /"level":(5|6)\d|unhandled/i.test(line))).toEqual([]);
  const answer = await ask(target, '{ viewer { username } }');
  expect(answer).toEqual({ data: { viewer: { username: 'mira' } } });
  const slowest = target.slowestHealth();
  if (slowest >= Math.max(HEALTH_MS, HEALTH_TIMES * earlier.health)) return `/healthz took ${Math.round(slowest)} ms`;
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const growth = (await residentBytes(target)) / earlier.bytes;
    if (growth < 1.15) return undefined;
    if (Date.now() > deadline) return `memory is ${growth.toFixed(2)} times what it was`;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Nothing is open or under way, here or at Coder. */
async function expectIdle(target: Target): Promise<void> {
  const open = async () => Object.entries(await gauges(target)).filter(([, value]) => value !== 0);
  await expect.poll(open, { timeout: SETTLE_MS, interval: 100 }).toEqual([]);
  await expect.poll(() => target.coder.sockets().total, { timeout: SETTLE_MS }).toBe(0);
}

async function ask({ url, token }: Target, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'coder-session-token': token },
    body: JSON.stringify({ query }),
  });
  return response.json();
}
