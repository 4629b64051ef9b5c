import type { Logger } from 'pino';
import type { CoderClient } from '../coder/client.ts';
import type { Settings } from '../config.ts';
import { Feeds } from '../feeds/feeds.ts';
import { createRequestContext } from '../resolvers/context.ts';
import { unknownEnumValues } from '../schema/open-enum.ts';
import { schema } from '../schema/schema.ts';
import { createGateway, type Gateway } from '../server/gateway.ts';
import { Metrics } from '../server/metrics.ts';
import { createCoder } from './coder.ts';
import { outageLog } from './outage-log.ts';

/** A user of the embedded Coder, to try the gateway as. */
export interface DemoUser {
  username: string;
  role: string;
  token: string;
}

export interface Running {
  gateway: Gateway;
  coder: CoderClient;
  /** Of the embedded Coder; undefined in front of another. */
  demoUsers: readonly DemoUser[] | undefined;
  close(): Promise<void>;
}

export interface StartOptions {
  settings: Settings;
  log: Logger;
  /** Also measure the process itself; once per process. */
  processMetrics?: boolean;
}

/** The whole program in this process: the gateway, and the embedded Coder when there is no other. */
export async function start({ settings, log, processMetrics = false }: StartOptions): Promise<Running> {
  const embedded = settings.coderUrl ? undefined : await startEmbedded();
  const metrics = new Metrics({ process: processMetrics });
  const coder = createCoder(settings.coderUrl ?? new URL(embedded?.url ?? ''), settings, {
    onRequest: (request) => metrics.upstreamRequest(request),
    onUnanswered: outageLog(log),
  });
  const feeds = new Feeds(coder);
  metrics.feeds(() => feeds.stats());
  const countUnknown = (message: unknown) => metrics.unknownEnumValue(String((message as { enum: unknown }).enum));
  unknownEnumValues.subscribe(countUnknown);
  const owner = embedded?.users.find(({ role }) => role === 'owner');
  const gateway = createGateway({
    settings: { ...settings, sessionToken: settings.sessionToken ?? owner?.token },
    schema,
    createContext: ({ token, signal }) =>
      createRequestContext({ coder, feeds, token, signal, maxCalls: settings.maxUpstreamCalls }),
    probe: () => coder.buildInfo(),
    log,
    metrics,
  });
  const close = async () => {
    await gateway.close();
    feeds.close();
    unknownEnumValues.unsubscribe(countUnknown);
    await coder.close();
    await embedded?.close();
  };
  try {
    await gateway.listen();
  } catch (error) {
    await close();
    throw error;
  }
  return { gateway, coder, demoUsers: embedded?.users, close };
}

/** Imported only when needed: a gateway in front of a real Coder never loads the demo data. */
async function startEmbedded() {
  const { startEmbeddedCoder } = await import('../embedded/server.ts');
  return startEmbeddedCoder({ activity: true });
}
