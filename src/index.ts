import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { prepare } from './cli/start.ts';
import { createTracer } from './cli/tracer.ts';
import { type GatewaySettings, readGivenSettings } from './config-given.ts';
import { createLog } from './server/observability/log.ts';

export { type GatewaySettings, SettingsError } from './config-given.ts';

/** A gateway inside of a server that is not its own. Its functions need no `this`. */
export interface Gateway {
  /** Where GraphQL is: `/graphql` under `basePath`, for HTTP, event streams and WebSockets alike. */
  readonly path: string;
  /**
   * Answers a web-standard request, whatever the path. `client.address` is the IP address that it came from: callers
   * whom Coder does not know share limits by it, and all of them one when it is absent.
   */
  readonly fetch: (request: Request, client?: { address?: string | undefined }) => Promise<Response>;
  /** Answers a request of a node server, whatever the path. Its body must not have been read. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
  /** Opens a WebSocket; for the `upgrade` event of a node server. It closes sockets of other paths than `path`. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /**
   * Ends all that is open, the way to Coder included: WebSockets are closed with 1001, event streams are cut, the rest
   * finishes. Requests that come afterwards get 503. Call it before the server is closed, which waits for the streams.
   */
  readonly close: (options?: CloseOptions) => Promise<void>;
}

export interface CloseOptions {
  /** Milliseconds for which it goes on as before, only that `/readyz` says what is coming. @default `drainDelayMs` */
  delayMs?: number;
  /** Milliseconds after that for what is under way. @default 10_000 */
  graceMs?: number;
}

/**
 * A gateway that does not listen: a server of yours hands it its requests. Its log goes to stderr. Without `coderUrl`
 * it has an embedded Coder with demo data behind it.
 *
 * @throws {SettingsError} when a setting is wrong.
 *
 * @example
 * const gateway = await createGateway({ coderUrl: 'https://coder.example.com' });
 * const server = http.createServer(gateway.listener).on('upgrade', gateway.upgrade).listen(4000);
 */
export async function createGateway(given: GatewaySettings = {}): Promise<Gateway> {
  const settings = readGivenSettings(given);
  const sink = await createLog(settings);
  const tracer = await createTracer(settings, sink.log);
  const options = { settings, log: sink.log, tracer, lostLogLines: () => sink.lostLines };
  const running = await prepare(options).catch(async (error: unknown) => {
    await tracer?.close();
    throw error;
  });
  const { gateway } = running;
  let closed: Promise<void> | undefined;
  const close = async ({ delayMs = settings.drainDelayMs, graceMs }: CloseOptions) => {
    await running.close({ delayMs, ...(graceMs !== undefined && { graceMs }) });
    await tracer?.close();
    await sink.flush();
  };
  return {
    path: gateway.paths.graphql,
    fetch: gateway.fetch,
    listener: gateway.hosted.listener,
    upgrade: gateway.hosted.upgrade,
    close: (options = {}) => {
      closed ??= close(options);
      return closed;
    },
  };
}
