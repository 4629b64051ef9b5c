import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type BuildLogEvent, followBuildLog, serverSentEvents, type Transport } from '../../src/client/index.ts';
import { webSocket } from '../../src/client/websocket.ts';
import { cuttingProxy } from '../cutting-proxy.ts';
import { restLog, runningBuild, startWorld, until } from '../e2e/support.ts';
import { seeded, testSeed } from '../seed.ts';

/** How many connections are cut; `npm run test:random` takes 500. */
const cuts = Number(process.env.CLIENT_CUTS ?? 30);

const TRANSPORTS: [string, () => Transport][] = [
  ['server-sent events', () => serverSentEvents()],
  ['a WebSocket', () => webSocket({ webSocketImpl: WebSocket })],
];

it.each(TRANSPORTS)(
  `gives each line once over %s through ${cuts} cuts at any byte, restarts of the gateway and of Coder, and tokens that run out`,
  { timeout: 20_000 + cuts * 1_000 },
  async (_, transport) => {
    const random = seeded(testSeed());
    let world = await startWorld();
    const { embedded } = world;
    const build = runningBuild(embedded);
    const proxy = await cuttingProxy(world.url, () => 1 + random(9_000));
    let token = embedded.control.addToken('mira');
    const lines: unknown[] = [];
    let end: BuildLogEvent | undefined;
    let failure: unknown;
    const read = async () => {
      const options = { url: proxy.url, token: () => token, transport: transport(), retryDelayMs: 1 };
      for await (const event of followBuildLog({ ...options, buildId: build.id })) {
        if (event.__typename === 'BuildLogBatch') lines.push(...event.logs);
        else end = event;
      }
    };
    const reading = read().catch((error) => {
      failure = error;
    });
    let written = 0;
    const write = () => {
      const more = 1 + random(12);
      written += more;
      embedded.control.appendLogs(
        build,
        Array.from({ length: more }, () => `${'ünd 🚀 '.repeat(random(8))}${random(1_000)}`),
      );
    };
    const disturbances = [
      async () => {
        proxy.lead(undefined);
        await world.gateway.close({ graceMs: random(2) * 50 });
        write();
        world = await startWorld({ between: async () => embedded.url });
        proxy.lead(world.url);
      },
      () => embedded.restart({ abrupt: random(2) === 0, whileDown: write }),
      async () => {
        const old = token;
        token = embedded.control.addToken('mira');
        embedded.control.revokeToken(old);
      },
    ];
    // Among the cuts, spread over all of them.
    const every = cuts / (disturbances.length * (cuts < 100 ? 1 : 6) + 1);
    let disturbed = 0;
    while (proxy.cuts() < cuts && failure === undefined) {
      if (proxy.cuts() >= every * (disturbed + 1)) await disturbances[disturbed++ % disturbances.length]?.();
      write();
      await until('the lines', () => lines.length >= written || failure !== undefined, 15_000);
    }
    embedded.control.succeed(build);
    await reading;
    expect(failure).toBeUndefined();
    expect(disturbed).toBeGreaterThanOrEqual(disturbances.length);
    expect(lines).toEqual(await restLog(embedded, build));
    expect(end).toMatchObject({ build: { uuid: build.id, status: 'RUNNING' } });
  },
);
