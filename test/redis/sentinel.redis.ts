import { Redis } from 'ioredis';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { ClusterKey } from '../../src/redis/cluster-key.ts';
import { RedisConnection } from '../../src/redis/connection.ts';
import { until } from '../feeds/support.ts';
import { startSentinel } from './sentinel.ts';
import { describeWithRedis, PASSWORD, startRedis } from './server.ts';
import { settingsOf } from './support.ts';

describeWithRedis('Redis behind Sentinels', () => {
  it('should be found again after a failover', async () => {
    const [master, replica] = [await startRedis(), await startRedis()];
    await replica.client.replicaof('127.0.0.1', master.port);
    const sentinel = await startSentinel(master.port);
    const watcher = new Redis({ replyMapping: 'legacy', port: sentinel, host: '127.0.0.1', password: PASSWORD });
    watcher.on('error', () => {});
    onTestFinished(() => watcher.disconnect());
    let replicas = 0;
    const look = () =>
      watcher.call('SENTINEL', 'REPLICAS', 'main').then(
        (found) => {
          replicas = (found as unknown[]).length;
        },
        () => {},
      );
    const looking = setInterval(look, 50);
    onTestFinished(() => clearInterval(looking));
    await until('the Sentinel knows the replica', () => replicas === 1, 20_000);

    const url = `redis+sentinel://:${encodeURIComponent(PASSWORD)}@127.0.0.1:${sentinel}/main`;
    const settings = settingsOf({ url: 'http://coder.example.com' }, url);
    if (!settings.redisUrl) throw new Error('no address of Redis');
    const { prefix } = new ClusterKey(settings);
    const connection = new RedisConnection({
      address: settings.redisUrl,
      probeKey: `${prefix}probe`,
      log: pino({ level: 'silent' }),
    });
    onTestFinished(() => connection.close());
    await until('Redis is in use', () => connection.available);
    await master.stop();
    await until('it is known to be gone', () => !connection.available);
    await until('the new master is in use', () => connection.available, 30_000);
    await connection.run((redis) => redis.set(`${prefix}after`, 'the failover'));
    expect(await replica.client.get(`${prefix}after`)).toBe('the failover');
  }, 60_000);
});
