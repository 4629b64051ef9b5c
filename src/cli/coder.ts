import { CoderClient, type CoderClientOptions } from '../coder/client.ts';
import type { Settings } from '../config.ts';
import { chooseProxy } from '../config-proxy.ts';
import { clientCertificateFiles } from '../config-upstream.ts';
import { ownVersion } from './version.ts';

/** The client of Coder that the settings describe; throws when the files of the client certificate cannot be used. */
export function createCoder(
  url: URL,
  settings: Settings,
  parts: Pick<
    CoderClientOptions,
    | 'traced'
    | 'onRequest'
    | 'onRetry'
    | 'onSocket'
    | 'onUnanswered'
    | 'onDrift'
    | 'onCertificateReload'
    | 'cache'
    | 'identitySecret'
  > = {},
): CoderClient {
  return new CoderClient({
    url,
    concurrency: settings.upstreamConcurrency,
    timeoutMs: settings.upstreamTimeoutMs,
    maxResponseBytes: settings.maxResponseMb * 1024 * 1024,
    userAgent: `coder-graphql/${ownVersion()}`,
    headers: settings.coderHeaders,
    // The embedded Coder is in this process: no proxy could reach it, and it asks for no certificate.
    proxy: settings.coderUrl && chooseProxy(settings.coderUrl, settings),
    clientCertificate: settings.coderUrl && clientCertificateFiles(settings),
    ...parts,
  });
}
