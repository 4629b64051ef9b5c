import { CoderClient, type CoderClientOptions } from '../coder/client.ts';
import type { Settings } from '../config.ts';
import { chooseProxy } from '../config-proxy.ts';
import { ownVersion } from './version.ts';

/** The client of Coder that the settings describe. */
export function createCoder(
  url: URL,
  settings: Settings,
  listeners: Pick<CoderClientOptions, 'onRequest' | 'onUnanswered'> = {},
): CoderClient {
  return new CoderClient({
    url,
    concurrency: settings.upstreamConcurrency,
    timeoutMs: settings.upstreamTimeoutMs,
    maxResponseBytes: settings.maxResponseMb * 1024 * 1024,
    userAgent: `coder-graphql/${ownVersion()}`,
    headers: settings.coderHeaders,
    // The embedded Coder is in this process: no proxy could reach it.
    proxy: settings.coderUrl && chooseProxy(settings.coderUrl, settings),
    ...listeners,
  });
}
