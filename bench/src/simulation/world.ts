import { Redis } from 'ioredis';
import { type Readers, startReaders } from '../process/readers.ts';
import { startRedis } from '../process/redis.ts';
import { type Server, startServer } from '../process/server.ts';
import { startUpstream, type Upstream } from '../process/upstream.ts';
import { gateway, gatewayMain } from '../servers/catalogue.ts';
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts';

/** A real gateway with its way to Redis and its readers. */
export interface Replica {
  server: Server;
  redis: CountingProxy;
  readers: Readers;
}

/** A Redis, an upstream that writes logs, and two replicas. */
export interface World {
  upstream: Upstream;
  redis: { pid: number; port: number; client: Redis };
  /** The one that is measured, and the one that stands for all others where they lead. */
  measured: Replica;
  others: Replica;
  stop(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const server = await startRedis();
  const { pid, port } = server;
  const client = new Redis({ replyMapping: 'legacy', port, host: '127.0.0.1' });
  client.on('error', () => {});
  await client.ping();
  const upstream = await startUpstream();
  const [measured, others] = [await startReplica(upstream, port), await startReplica(upstream, port)];
  return {
    upstream,
    redis: { pid, port, client },
    measured,
    others,
    async stop() {
      for (const replica of [measured, others]) {
        await replica.readers.stop();
        await replica.server.stop();
        replica.redis.stop();
      }
      await upstream.stop();
      client.disconnect();
      await server.stop();
    },
  };
}

async function startReplica(upstream: Upstream, redisPort: number): Promise<Replica> {
  const redis = await startCountingProxy(redisPort);
  const spec = gateway('replica', 'a replica', gatewayMain, {
    REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    GATEWAY_REDIS_SECRET: 'a secret of the simulation',
  });
  return { server: await startServer(spec, upstream.url), redis, readers: startReaders() };
}
