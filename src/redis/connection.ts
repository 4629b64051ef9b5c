import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';
import { loopClock } from '../coder/policies/loop-clock.ts';
import type { RedisAddress } from '../config-redis.ts';
import { redisCause, redisCode, Unavailable } from './failures.ts';
import { type LuaScript, probe } from './scripts.ts';

/** A command that takes longer makes Redis count as gone: with the probe's interval that is known within a second. */
const COMMAND_MS = 600;
const PROBE_MS = 300;
/** Probes without an answer in a row, after which the connection itself is not trusted any more. */
const SILENT_PROBES = 5;
/** As many without success are told, although no more is known of why. */
const TOLD_PROBES = 10;
/** How long Redis is left alone after an error that will hardly pass: a missing permission, an unknown command. */
const LASTING_MS = 10_000;
/** Bytes of commands under way; more would wait for a Redis that does not keep up. */
const MAX_UNDER_WAY = 16 * 2 ** 20;

type Options = RedisOptions & { replyMapping: 'legacy' };

export interface ConnectionOptions {
  address: RedisAddress;
  /** Written to by the probes. */
  probeKey: string;
  log: Logger;
}

/**
 * Redis, as long as it answers in time, takes writes and has room for them. When it does not, every call fails at once
 * until a probe has gone well again.
 */
export class RedisConnection {
  /** Whether it can be used. */
  available = false;
  /** Failures so far by what they were. */
  readonly errors = new Map<string, number>();
  readonly #commands: Redis;
  readonly #subscriber: Redis;
  readonly #options: ConnectionOptions;
  readonly #changed = new Set<(available: boolean) => void>();
  readonly #channels = new Map<string, (message: string) => void>();
  #timer: NodeJS.Timeout | undefined;
  #probing = false;
  #silent = 0;
  /** Probes without success since Redis was in use for the last time. */
  #failedProbes = 0;
  /** What the log has been told since then. */
  readonly #told = new Set<string>();
  #notBefore = 0;
  #underWay = 0;
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#commands = this.#client('commands');
    this.#subscriber = this.#client('subscriptions');
    this.#subscriber.on('message', (channel: string, message: string) => {
      const onMessage = this.#channels.get(channel);
      if (onMessage) onMessage(message);
      // Redis has been gone for a while, and nobody has subscribed again.
      else this.#subscriber.unsubscribe(channel).catch(() => {});
    });
    this.#probeIn(0);
  }

  /** Tells of each change of `available`; the result ends that. */
  onChange(listener: (available: boolean) => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  /** Rejects with `Unavailable` when Redis cannot be used, now or before it has answered. */
  async run<T>(command: (redis: Redis) => Promise<T>, bytes = 0): Promise<T> {
    if (!this.available) throw new Unavailable('down');
    if (bytes > 0 && this.#underWay > MAX_UNDER_WAY) throw this.#failed(new Unavailable('backlog'));
    this.#underWay += bytes;
    try {
      return await inTime(command(this.#commands));
    } catch (error) {
      throw this.#failed(error);
    } finally {
      this.#underWay -= bytes;
    }
  }

  script(script: LuaScript, keys: readonly string[], args: readonly (string | number)[], bytes = 0): Promise<unknown> {
    return this.run((redis) => runScript(redis, script, keys, args), bytes);
  }

  /** Runs a script even where `run` refuses: others wait for what it tells. Whether it succeeds does not matter. */
  sendBestEffort({ lua }: LuaScript, keys: readonly string[], args: readonly (string | number)[]): void {
    if (this.#commands.status !== 'ready') return;
    // Whole, since there may be no time left to send it again.
    this.#commands.eval(lua, keys.length, ...keys, ...args).catch(() => {});
  }

  /** Calls back for each message of the channel, until Redis is gone or `unsubscribe` is called. */
  async subscribe(channel: string, onMessage: (message: string) => void): Promise<void> {
    this.#channels.set(channel, onMessage);
    await this.run(() => this.#subscriber.subscribe(channel));
    // Redis was gone in between.
    if (this.#channels.get(channel) !== onMessage) throw new Unavailable('closed');
  }

  unsubscribe(channel: string): void {
    if (!this.#channels.delete(channel) || this.#subscriber.status !== 'ready') return;
    this.#subscriber.unsubscribe(channel).catch(() => {});
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.available = false;
    const clients = [this.#commands, this.#subscriber];
    // What was sent last is to arrive.
    await inTime(Promise.all(clients.map((client) => client.quit()))).catch(() => {});
    for (const client of clients) client.disconnect();
  }

  #client(name: string): Redis {
    const client = new Redis(optionsOf(this.#options.address, `coder-graphql-${name}`));
    client.on('error', (error: Error) => this.#down(redisCause(error), redisCode(error)));
    client.on('close', () => this.#down('closed'));
    client.on('ready', () => this.#probeIn(0));
    return client;
  }

  #probeIn(ms: number): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#probe(), ms).unref();
  }

  async #probe(): Promise<void> {
    if (this.#probing) return;
    this.#probing = true;
    try {
      const { probeKey } = this.#options;
      await inTime(Promise.all([runScript(this.#commands, probe, [probeKey], []), this.#subscriber.ping()]));
      this.#silent = 0;
      if (performance.now() >= this.#notBefore) this.#up();
    } catch (error) {
      const cause = redisCause(error);
      this.#count(cause);
      this.#down(cause, redisCode(error));
      if (++this.#failedProbes === TOLD_PROBES && this.#told.size === 0) this.#tell(cause);
      if (cause === 'timeout' && ++this.#silent >= SILENT_PROBES) this.#reconnect();
    } finally {
      this.#probing = false;
      this.#probeIn(PROBE_MS);
    }
  }

  #reconnect(): void {
    this.#silent = 0;
    for (const client of [this.#commands, this.#subscriber]) client.disconnect(true);
  }

  #failed(error: unknown): unknown {
    const cause = redisCause(error);
    this.#count(cause);
    // What is at one key is no reason to do without all others.
    if (cause !== 'wrong_type') this.#down(cause, redisCode(error));
    if (cause === 'refused') this.#notBefore = performance.now() + LASTING_MS;
    return error;
  }

  #count(cause: string): void {
    this.errors.set(cause, (this.errors.get(cause) ?? 0) + 1);
  }

  #up(): void {
    if (this.available || this.#closed) return;
    this.available = true;
    this.#failedProbes = 0;
    this.#told.clear();
    this.#options.log.info('redis is in use');
    for (const listener of [...this.#changed]) listener(true);
  }

  #down(cause: string, code?: string): void {
    if (this.#closed) return;
    const was = this.available;
    this.available = false;
    if (was || (code !== undefined && !this.#told.has(code))) this.#tell(cause, code);
    if (!was) return;
    this.#channels.clear();
    for (const listener of [...this.#changed]) listener(false);
  }

  #tell(cause: string, code?: string): void {
    this.#told.add(code ?? cause);
    this.#options.log.warn({ cause, code }, 'redis cannot be used; this process goes on by itself');
  }
}

function optionsOf(address: RedisAddress, connectionName: string): Options {
  const { servers, path, master, tls, username, password, db } = address;
  const [first] = servers;
  const common: Options = {
    replyMapping: 'legacy',
    // The subscriber also answers PING.
    protocol: 2,
    connectionName,
    // Redis before 7.2 has no command for it.
    disableClientInfo: true,
    db,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls: {} }),
    // A command for which there is no connection fails; nothing waits, and nothing is sent twice.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    retryStrategy: (times) => backoffMs(times) * (0.5 + Math.random() / 2),
    // The address may lead to another server by now.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  };
  if (path !== undefined) return { ...common, path };
  if (master === undefined) return { ...common, ...first };
  return {
    ...common,
    sentinels: [...servers],
    name: master,
    ...(tls && { sentinelTLS: {}, enableTLSForSentinelMode: true }),
    ...(password !== undefined && { sentinelPassword: password }),
    sentinelRetryStrategy: backoffMs,
  };
}

function backoffMs(times: number): number {
  return Math.min(1_000, 50 * 2 ** Math.min(times, 5));
}

async function runScript(
  redis: Redis,
  { lua, sha }: LuaScript,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  try {
    return await redis.evalsha(sha, keys.length, ...keys, ...args);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    return redis.eval(lua, keys.length, ...keys, ...args);
  }
}

function inTime<T>(answer: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const cancel = loopClock.after(COMMAND_MS, () => reject(new Unavailable('timeout')));
    answer.then(resolve, reject).finally(cancel);
  });
}
