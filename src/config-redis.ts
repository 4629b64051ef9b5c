import type { Setting } from './config-values.ts';

/** Where Redis is, or the Sentinels that know it. */
export interface RedisAddress {
  /** None with a `path`. */
  servers: readonly { host: string; port: number }[];
  /** Of the Unix socket of a Redis on this machine; undefined: it is reached over TCP. */
  path: string | undefined;
  /** What Sentinels call the master; undefined: the one server is Redis itself. */
  master: string | undefined;
  tls: boolean;
  username: string | undefined;
  password: string | undefined;
  db: number;
}

/** Settings of what several replicas share. */
export interface RedisSettings {
  /** Undefined: this process shares nothing. */
  redisUrl: RedisAddress | undefined;
  redisSecret: string | undefined;
}

export const redisTable: { readonly [Name in keyof RedisSettings]: Setting<RedisSettings[Name]> } = {
  redisUrl: {
    variable: 'REDIS_URL',
    defaultText: 'none: one process by itself',
    fallback: undefined,
    expects:
      '`redis://[user:password@]host[:port][/db]`, `rediss://…` for TLS, `redis+sentinel://[user:password@]host[:port],…/master[/db]` (`rediss+sentinel://…` for TLS), or for a Unix socket `redis+unix://[user:password@]/path[?db=0]` or its path alone; `@`, `/`, `:`, `%` in a password as `%40`, `%2F`, `%3A`, `%25`',
    parse: parseRedisUrl,
    meaning: 'Redis, or Valkey, in which the replicas of one deployment share feeds, what is kept, and rates.',
    secret: true,
  },
  redisSecret: {
    variable: 'GATEWAY_REDIS_SECRET',
    defaultText: 'the password in `REDIS_URL`',
    fallback: undefined,
    expects: 'at least 16 characters',
    parse: (text) => (text.length >= 16 ? text : undefined),
    meaning:
      'What the keys are made of that sign entries in Redis and hash identities; the same for all replicas. Needed when `REDIS_URL` has no password.',
    secret: true,
  },
};

/** What is wrong with the settings of Redis as a whole. */
export function redisProblems({
  redisUrl,
  redisSecret,
  coderUrl,
}: RedisSettings & { coderUrl: URL | undefined }): string[] {
  if (redisUrl === undefined) return [];
  if (coderUrl === undefined) {
    return ['REDIS_URL: got it without CODER_URL: each process would have an embedded Coder of its own'];
  }
  if ((redisSecret ?? redisUrl.password) !== undefined) return [];
  const { variable, expects } = redisTable.redisSecret;
  return [`${variable}: got nothing, expected ${expects}, or a password in REDIS_URL`];
}

const ADDRESS =
  /^(rediss?)(\+sentinel)?:\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<servers>[^@/?#]+)(?:\/(?<path>[^?#]*))?$/i;
const SOCKET =
  /^(?:redis\+unix:\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?)?(?<path>\/(?!\/)[^?#]*[^?#/])(?:\?db=(?<db>\d{1,4}))?$/i;
const SERVER = /^(?:\[(?<six>[0-9a-f:.]+)\]|(?<host>[a-z0-9._-]+))(?::(?<port>\d{1,5}))?$/i;

function parseRedisUrl(text: string): RedisAddress | undefined {
  const socket = SOCKET.exec(text)?.groups;
  if (socket) {
    const { path, ...rest } = socket;
    // A path by itself is no URI: what looks like an encoded character is part of its name.
    const isUri = !text.startsWith('/');
    const address = decoded({ ...rest, path: isUri ? path : undefined, servers: [], master: undefined, tls: false });
    return isUri || address === undefined ? address : { ...address, path };
  }
  const match = ADDRESS.exec(text);
  if (!match?.groups) return undefined;
  const [, scheme = '', sentinel] = match;
  const { user, password, servers: list = '', path = '' } = match.groups;
  const servers = list.split(',').map((server) => parseServer(server, sentinel ? 26_379 : 6_379));
  const parts = path.replace(/\/$/, '').split('/');
  const master = sentinel ? parts.shift() : undefined;
  const [db = '', ...rest] = parts;
  if (rest.length > 0 || !/^\d{0,4}$/.test(db)) return undefined;
  if (servers.includes(undefined) || (sentinel ? !master : servers.length > 1)) return undefined;
  return decoded({
    user,
    password,
    db,
    servers: servers as { host: string; port: number }[],
    master,
    tls: scheme.toLowerCase() === 'rediss',
  });
}

interface EncodedAddress extends Pick<RedisAddress, 'servers' | 'tls' | 'master'> {
  user?: string | undefined;
  password?: string | undefined;
  path?: string | undefined;
  db?: string | undefined;
}

/** Undefined: a part of it is no text in percent encoding. */
function decoded({ user = '', password = '', path, db, master, ...rest }: EncodedAddress): RedisAddress | undefined {
  try {
    return {
      ...rest,
      path: path && decodeURIComponent(path),
      master: master && decodeURIComponent(master),
      username: decodeURIComponent(user) || undefined,
      password: decodeURIComponent(password) || undefined,
      db: Number(db ?? 0),
    };
  } catch {
    return undefined;
  }
}

function parseServer(text: string, usualPort: number): { host: string; port: number } | undefined {
  const { six, host = six, port } = SERVER.exec(text)?.groups ?? {};
  const number = port === undefined ? usualPort : Number(port);
  return host === undefined || number < 1 || number > 65_535 ? undefined : { host, port: number };
}
