import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Tracer } from '../coder/tracer.ts';
import type { Settings } from '../config.ts';
import type { CloseOptions } from '../server/gateway.ts';
import type { PageConfig, TrialUser } from '../server/pages/page-config.ts';
import { type App, createApp } from './app.ts';

export interface Running extends Pick<App, 'gateway' | 'coder'> {
  /** Of the embedded Coder; undefined in front of another. */
  demoUsers: readonly TrialUser[] | undefined;
  close(options?: CloseOptions): Promise<void>;
}

export interface StartOptions {
  settings: Settings;
  log: Logger;
  /** Also measure the process itself; once per process. */
  processMetrics?: boolean;
  /** Gets a span for each operation, call of Coder and followed log. */
  tracer?: Tracer | undefined;
  /** Lines that the log has lost. */
  lostLogLines?: () => number;
}

/** The whole program in this process, which listens. */
export async function start(options: StartOptions): Promise<Running> {
  const running = await prepare(options);
  try {
    await running.gateway.listen();
  } catch (error) {
    await running.close();
    throw error;
  }
  return running;
}

/** The gateway, and the embedded Coder when there is no other. It does not listen yet. */
export async function prepare({ settings, ...options }: StartOptions): Promise<Running> {
  const embedded = settings.coderUrl ? undefined : await startEmbedded();
  const owner = embedded?.users.find(({ role }) => role === 'owner');
  const sessionToken = settings.sessionToken ?? owner?.token;
  const page: PageConfig = {
    deployment: settings.coderUrl ? deploymentKey(settings.coderUrl) : 'embedded',
    embedded: embedded !== undefined,
    fallbackUser: sessionToken !== undefined,
    users: embedded?.users.map(({ username, role, token }) => ({ username, role, token })) ?? [],
  };
  const cluster = await joinCluster(settings, options.log);
  const coderUrl = settings.coderUrl ?? new URL(embedded?.url ?? '');
  let app: App;
  try {
    app = createApp({ ...options, settings: { ...settings, sessionToken }, coderUrl, page, cluster });
  } catch (error) {
    // A process that goes on without the gateway would keep its connections.
    await cluster?.close();
    await embedded?.close();
    throw error;
  }
  const { gateway, coder } = app;
  const close = async (options?: CloseOptions) => {
    await app.close(options);
    await embedded?.close();
  };
  return { gateway, coder, demoUsers: embedded?.users, close };
}

/** Imported only when needed: without Redis none of its code is loaded. */
async function joinCluster({ redisUrl, ...settings }: Settings, log: Logger) {
  if (redisUrl === undefined) return undefined;
  const { RedisCluster } = await import('../redis/cluster.ts');
  return new RedisCluster({ settings: { ...settings, redisUrl }, log });
}

/** Tells deployments apart without naming them: the address may be one that only the gateway should know. */
function deploymentKey(url: URL): string {
  return createHash('sha256').update(url.href).digest('hex').slice(0, 16);
}

/** Imported only when needed: a gateway in front of a real Coder never loads the demo data. */
async function startEmbedded() {
  const { startEmbeddedCoder } = await import('../embedded/server.ts');
  return startEmbeddedCoder({ activity: true });
}
