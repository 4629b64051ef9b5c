import type { Duplex } from 'node:stream';
import { Pool } from 'undici';

/**
 * A proxy did not let a connection through to Coder. Nothing of a request has left the gateway then. The message names
 * the proxy by its host and port, never its credentials.
 */
export class ProxyError extends Error {
  /** Whether the proxy may let it through a moment later. */
  readonly transient: boolean;

  constructor(message: string, options: { transient: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'ProxyError';
    this.transient = options.transient;
  }
}

export interface ProxyTunnelOptions {
  /** Its user and password, if any, are sent as `Proxy-Authorization`. */
  proxy: URL;
  /** `host:port` that the proxy connects to; it resolves the name. */
  target: string;
  /** Milliseconds to connect to the proxy, and again for its answer. */
  timeoutMs: number;
}

/** Connections to one target through a CONNECT proxy. */
export class ProxyTunnel {
  readonly #pool: Pool;
  readonly #target: string;
  readonly #proxyHost: string;
  readonly #headers: Record<string, string>;

  constructor({ proxy, target, timeoutMs }: ProxyTunnelOptions) {
    this.#target = target;
    this.#proxyHost = proxy.host;
    this.#headers = { host: target, ...authorization(proxy) };
    this.#pool = new Pool(proxy.origin, { headersTimeout: timeoutMs, connect: { timeout: timeoutMs } });
  }

  /** A connection to the target; throws a `ProxyError`. */
  async open(): Promise<Duplex> {
    const { statusCode, socket } = await this.#connect();
    if (statusCode >= 200 && statusCode < 300) return socket;
    socket.on('error', () => {}).destroy();
    throw new ProxyError(`the proxy ${this.#proxyHost} answered CONNECT ${this.#target} with ${statusCode}`, {
      transient: statusCode >= 500,
    });
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #connect() {
    try {
      return await this.#pool.connect({ path: this.#target, headers: this.#headers });
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      throw new ProxyError(`the proxy ${this.#proxyHost} does not answer (${code ?? message})`, {
        transient: true,
        cause,
      });
    }
  }
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}
