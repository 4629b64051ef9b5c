import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { type App, createApp } from '../../src/cli/app.ts';
import type { Settings } from '../../src/config.ts';
import { startTestCoder, type TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { RedisCluster } from '../../src/redis/cluster.ts';
import { collect, until } from '../feeds/support.ts';
import { seeded, testSeed } from '../seed.ts';
import type { Answer, Wire } from '../support.ts';
import { describeWithRedis, startRedis, type TestRedis } from './server.ts';
import { settingsOf } from './support.ts';

interface Gateway extends Pick<App, 'feeds'> {
  cluster: RedisCluster;
  get(path: string): Promise<Response>;
  query(query: string, token: string): Promise<Answer<Wire>>;
}

/** A whole gateway in this process, which shares by way of this Redis. */
async function startGateway(coder: TestCoder, redis: TestRedis, changes: Partial<Settings> = {}): Promise<Gateway> {
  const settings = { ...settingsOf(coder, redis.url), graphiql: false, ...changes };
  if (!settings.redisUrl) throw new Error('no address of Redis');
  const log = pino({ level: 'silent' });
  const cluster = new RedisCluster({ settings: { ...settings, redisUrl: settings.redisUrl }, log });
  const app = createApp({ settings, coderUrl: new URL(coder.url), log, cluster });
  onTestFinished(() => app.close({ graceMs: 0 }));
  await until('Redis is in use', () => cluster.state === 'ok');
  return {
    cluster,
    feeds: app.feeds,
    get: async (path) => app.gateway.pipeline.fetch(`http://127.0.0.1${path}`),
    query: async (query, token) => {
      const response = await app.gateway.pipeline.fetch('http://127.0.0.1/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'coder-session-token': token, 'x-upstream-trace': '1' },
        body: JSON.stringify({ query }),
      });
      return (await response.json()) as Answer<Wire>;
    },
  };
}

async function startWorld(changes: Partial<Settings> = {}) {
  const coder = await startTestCoder({ rateLimit: -1 });
  onTestFinished(() => coder.close());
  const redis = await startRedis();
  const one = await startGateway(coder, redis, changes);
  const other = await startGateway(coder, redis, changes);
  return { coder, redis, one, other };
}

/** Waits until Redis has so many keys with this in their names. */
async function keys({ client }: TestRedis, part: string, count: number): Promise<string[]> {
  for (;;) {
    const found = await client.keys(`*${part}*`);
    if (found.length >= count) return found;
    await sleep(5);
  }
}

const details = (id: string) => `{ build(id: "${id}") { parameters { name value } logs { nodes { output } } } }`;

describeWithRedis('what is kept of builds', () => {
  it('should spare other replicas the calls, once Coder has shown them the build', async () => {
    const { coder, redis, one, other } = await startWorld();
    const { id } = coder.build('atlas-dev', 1);
    const token = coder.user('mira').token;
    const first = await one.query(details(id), token);
    expect(first.extensions?.upstream).toMatchObject({ calls: 3, cached: 0 });
    await keys(redis, ':kept:', 2);
    const second = await other.query(details(id), token);
    expect(second.data).toEqual(first.data);
    expect(second.extensions?.upstream).toMatchObject({ calls: 1, cached: 2 });
    const stranger = await one.query(details(id), coder.user('omar').token);
    expect(stranger.data.build).toBeNull();
  });

  it.each(['no JSON', '{"final":true}', 'x'.repeat(22), ''])(
    'should be read from Coder when Redis has %j',
    async (text) => {
      const { coder, redis, one, other } = await startWorld();
      const { id } = coder.build('atlas-dev', 1);
      const token = coder.user('mira').token;
      const first = await one.query(details(id), token);
      for (const key of await keys(redis, ':kept:', 2)) {
        if (text === '') await redis.client.multi().del(key).lpush(key, 'a list').exec();
        else await redis.client.set(key, text);
      }
      expect((await other.query(details(id), token)).data).toEqual(first.data);
    },
  );

  it('should be read from Coder when somebody has changed it, or put that of another build in its place', async () => {
    const { coder, redis, one, other } = await startWorld();
    const [changed, replaced] = [coder.build('atlas-dev', 1), coder.build('atlas-dev', 2)];
    const token = coder.user('mira').token;
    const ask = (gateway: Gateway) =>
      Promise.all([changed, replaced].map(({ id }) => gateway.query(details(id), token)));
    const first = await ask(one);
    const kept = await keys(redis, ':kept:', 4);
    for (const key of kept) {
      const text = (await redis.client.get(key)) ?? '';
      const forged = text.replaceAll(/"(value|output)":"/g, '"$1":"forged ');
      expect(forged).not.toBe(text);
      if (key.endsWith(changed.id)) {
        await redis.client.set(key, forged);
        await redis.client.set(key.replace(changed.id, replaced.id), text);
      }
    }
    const second = await ask(other);
    expect(second.map(({ data }) => data)).toEqual(first.map(({ data }) => data));
    for (const { extensions } of second) expect(extensions?.upstream).toMatchObject({ cached: 0 });
  });
});

describeWithRedis('a replica without its Redis', () => {
  it('should be ready, and say that it is degraded', async () => {
    const { redis, one } = await startWorld();
    const ready = async () => {
      const answer = await one.get('/readyz');
      expect(answer.status).toBe(200);
      return answer.json();
    };
    const metrics = async () => (await one.get('/metrics')).text();
    expect(await ready()).toEqual({ status: 'ready', redis: 'ok' });
    expect(await metrics()).toMatch(/^coder_graphql_redis_up 1$/m);
    await redis.stop();
    await until('it goes on alone', () => one.cluster.state === 'degraded');
    expect(await ready()).toEqual({ status: 'ready', redis: 'degraded' });
    expect(await metrics()).toMatch(/^coder_graphql_redis_up 0$/m);
    await redis.start();
    await until('Redis is in use', () => one.cluster.state === 'ok');
    expect(await ready()).toEqual({ status: 'ready', redis: 'ok' });
  });

  it('should count what docs/metrics.md lists', async () => {
    const { one } = await startWorld();
    const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
    const listed = [...page.matchAll(/^\| `(coder_graphql_redis_\w+)` \| (\w+)/gm)].map(([, name, type]) => [
      name,
      type,
    ]);
    const text = await (await one.get('/metrics')).text();
    const shown = [...text.matchAll(/^# TYPE (coder_graphql_redis_\w+) (\w+)/gm)].map(([, name, type]) => [name, type]);
    expect(shown.toSorted()).toEqual(listed.toSorted());
  });
});

describeWithRedis('rates', () => {
  it('should be those of all replicas together', async () => {
    const { coder, redis, one, other } = await startWorld({ rateOperations: 30 });
    const token = coder.user('mira').token;
    const ask = (gateway: Gateway) => gateway.query('{ workspaces(first: 1) { nodes { name } } }', token);
    for (let count = 0; count < 20; count++) expect((await ask(one)).errors).toBeUndefined();
    await keys(redis, ':rate:', 1);
    // The first tells what it costs, and learns what the others have left of it.
    await ask(other);
    const codes = new Set<unknown>();
    for (let count = 0; count < 30 && !codes.has('RATE_LIMITED'); count++) {
      await sleep(10);
      codes.add((await ask(other)).errors?.[0]?.extensions.code);
      if (codes.has('RATE_LIMITED')) expect(count).toBeLessThan(15);
    }
    expect(codes).toContain('RATE_LIMITED');
  });

  it('should be counted by each replica while Redis is gone', async () => {
    const { coder, redis, one } = await startWorld({ rateOperations: 5 });
    await redis.stop();
    await until('it goes on alone', () => one.cluster.state === 'degraded');
    const answers = [];
    for (let count = 0; count < 6; count++) answers.push(await one.query('{ __typename }', coder.user('mira').token));
    expect(answers.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([
      ...Array<undefined>(5).fill(undefined),
      'RATE_LIMITED',
    ]);
  });
});

describeWithRedis('a workspace that several replicas watch', () => {
  it('should have one socket to Coder, and each change should come everywhere', async () => {
    const { coder, one, other } = await startWorld();
    const token = coder.user('mira').token;
    const workspace = coder.workspace('atlas-dev');
    const states = [one, other].map(({ feeds }) => {
      const seen: unknown[] = [];
      const watch = async () => {
        for await (const state of feeds.workspaceUpdated({ workspaceId: workspace.id }, { token })) seen.push(state);
      };
      void watch();
      return seen;
    });
    await until('the first state', () => states.every(({ length }) => length === 1));
    await until('one socket', () => coder.sockets().total === 1);
    const build = coder.control.createBuild(workspace, { transition: 'stop' }, { hold: 'running' });
    await until('a change', () => states.every(({ length }) => length >= 2));
    coder.control.succeed(build);
    const isOver = (state: unknown) => JSON.stringify(state).includes('"stopped"');
    await until('the last change', () => states.every((seen) => isOver(seen.at(-1))));
    expect(coder.sockets().total).toBe(1);
  });
});

const STEPS = Number(process.env.REDIS_STEPS ?? 120);

describeWithRedis('two identities with different rights on two replicas', () => {
  it('should get nothing of each other, and leave nothing in Redis that tells who they are', async () => {
    const { coder, redis, one, other } = await startWorld();
    const random = seeded(testSeed());
    const monitor = await redis.client.monitor();
    onTestFinished(() => monitor.disconnect());
    let heard = '';
    monitor.on('monitor', (_: string, args: string[]) => {
      heard += `${args.join(' ')}\n`;
    });
    const secret = coder.control.createBuild(
      coder.control.createWorkspace({ name: 'secret' }),
      {},
      { hold: 'running' },
    );
    const finished = coder.build('atlas-dev', 1);
    coder.control.appendLogs(secret, ['only for mira']);
    const gateways = [one, other];
    const users = { mira: coder.user('mira').token, omar: coder.user('omar').token };
    const feeds: ReturnType<typeof collect>[] = [];
    const step = async (): Promise<void> => {
      const user = random(2) ? 'mira' : 'omar';
      const gateway = gateways[random(2)] as Gateway;
      const build = random(2) ? secret : finished;
      if (random(3) === 0) {
        const feed = collect(gateway.feeds.buildLogs({ buildId: build.id }, { token: users[user] }));
        feeds.push(feed);
        if (user === 'mira') return;
        await feed.finished;
        expect(feed.error).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
        expect(feed.lines).toEqual([]);
        return;
      }
      const answer = await gateway.query(details(build.id), users[user]);
      if (user === 'omar') expect(answer.data.build).toBeNull();
      else expect(answer.data.build.parameters).toBeInstanceOf(Array);
    };
    for (let count = 0; count < STEPS; count++) {
      const steps = Array.from({ length: 1 + random(4) }, step);
      if (random(4) === 0) coder.control.appendLogs(secret, [`only for mira ${count}`]);
      await Promise.all(steps);
    }
    coder.control.succeed(secret);
    await Promise.all(feeds.map(({ finished }) => finished));
    // What goes through Redis is content, and signed; who asks for it is not told.
    expect(heard).toContain('only for mira');
    for (const token of Object.values(users)) {
      for (const part of [token, token.split('-')[1] as string]) expect(heard).not.toContain(part);
    }
    for (const { username, id } of coder.users) {
      expect(heard.replaceAll('only for mira', '')).not.toContain(id);
      expect(heard.replaceAll('only for mira', '')).not.toContain(`"${username}"`);
    }
  });
});
