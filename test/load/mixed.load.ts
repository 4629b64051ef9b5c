import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { startTestCoder, type TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { cuttingProxy } from '../cutting-proxy.ts';
import { type Program, startProgram, useProgram } from '../e2e/program.ts';
import { gauges } from '../hostile/target.ts';
import { describeWithRedis, startRedis } from '../redis/server.ts';
import { seeded, testSeed } from '../seed.ts';
import { type Held, inspect } from './inspector.ts';
import { load } from './load.ts';
import { SOAK_SECONDS } from './size.ts';

const WARM_UP_ROUNDS = 2;
const ROUNDS = 4;
const ROUND_MS = (SOAK_SECONDS * 1_000) / (WARM_UP_ROUNDS + ROUNDS);
/** Memory may still grow once while the heap finds its size; what is kept grows each time. */
const TRIES = 2;
const GROWTH = 1.15;
/** What a few connections, compiled functions and pages of the heap make out. */
const SLACK_BYTES = { heap: 2 * 2 ** 20, resident: 16 * 2 ** 20 };
const SLACK_RESOURCES = 4;
/** Kept connections end by then, on both sides. */
const QUIET_MS = 6_000;
const SETTLE_MS = 60_000;

useProgram();

it('should hold no more after a while of mixed load than after a bit of it', () => soak());

describeWithRedis('with a Redis that starts again', () => {
  it('should hold no more after a while of mixed load than after a bit of it', async () => {
    const redis = await startRedis();
    await soak({ REDIS_URL: redis.url }, () => redis.restart(200));
  });
});

async function soak(env: Record<string, string> = {}, disturb: () => Promise<void> = async () => {}): Promise<void> {
  const random = seeded(testSeed());
  const coder = await startTestCoder({ rateLimit: -1 });
  onTestFinished(() => coder.close());
  // Requests are cut by bytes here, WebSockets at Coder by the load.
  const upstream = await cuttingProxy(coder.url, () => 100_000 + random(2_000_000));
  const program = await startProgram(upstream.url, {
    NODE_ENV: 'production',
    NODE_OPTIONS: '--max-old-space-size=256 --unhandled-rejections=strict --inspect=127.0.0.1:0',
    GATEWAY_RATE_OPERATIONS: '0',
    GATEWAY_RATE_COMPLEXITY: '0',
    GATEWAY_MAX_IDENTITY_CONNECTIONS: '1000',
    // Full after the warm-up.
    GATEWAY_CACHE_MB: '1',
    ...env,
  });
  const held = await inspect(program);
  const workspaces = [1, 2, 3, 4].map((index) => coder.control.createWorkspace({ name: `soak-${index}` }));
  const tokens = [coder.user('mira').token, coder.user('tara').token];
  const rounds = async (count: number) => {
    for (let round = 0; round < count; round++) {
      const loading = load({ coder, url: program.url, tokens, workspaces, random }, ROUND_MS);
      const [tally] = await Promise.all([loading, sleep(ROUND_MS / 2).then(disturb)]);
      console.log(JSON.stringify({ ...tally, cuts: upstream.cuts() }));
      expect(tally.answered, 'queries that were answered').toBeGreaterThan(tally.failed);
      expect(tally.logs, 'logs that were followed').toBeGreaterThan(0);
    }
    return settled(program, coder, held);
  };

  let earlier = await rounds(WARM_UP_ROUNDS);
  for (let tries = 1; ; tries++) {
    const now = await rounds(ROUNDS);
    console.log(JSON.stringify({ earlier, now }));
    const grown = growth(earlier, now);
    if (grown.length === 0) break;
    expect(tries, `times that something grew: ${grown.join(', ')}`).toBeLessThan(TRIES);
    earlier = now;
  }
  expect(upstream.cuts(), 'requests to Coder that were cut').toBeGreaterThan(0);
  const said = program.output().split('\n');
  expect(said.filter((line) => /MaxListeners|unexpected error|unhandled/i.test(line))).toEqual([]);
}

/** What the program holds when nothing is open or under way, and kept connections have ended. */
async function settled(program: Program, coder: TestCoder, held: () => Promise<Held>): Promise<Held> {
  const open = async () =>
    Object.entries(await gauges({ program })).filter(([name, value]) => value !== 0 && !name.includes('_redis_up'));
  await expect.poll(open, { timeout: SETTLE_MS, interval: 250 }).toEqual([]);
  await expect.poll(() => coder.sockets().total, { timeout: SETTLE_MS }).toBe(0);
  await sleep(QUIET_MS);
  return held();
}

/** What is more than before, beyond what chance makes out. */
function growth(earlier: Held, now: Held): string[] {
  const grown = (['heap', 'resident'] as const)
    .filter((kind) => now[kind] > earlier[kind] * GROWTH + SLACK_BYTES[kind])
    .map((kind) => `${kind} from ${earlier[kind]} to ${now[kind]} bytes`);
  if (now.listeners > earlier.listeners) grown.push(`listeners from ${earlier.listeners} to ${now.listeners}`);
  for (const [name, count] of Object.entries(now.resources)) {
    const before = earlier.resources[name] ?? 0;
    if (count > before + SLACK_RESOURCES) grown.push(`${name} from ${before} to ${count}`);
  }
  return grown;
}
