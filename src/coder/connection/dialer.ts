import { Agent } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { buildConnector } from 'undici';
import { type CertificateFiles, ClientCertificate } from './client-certificate.ts';
import { failedDials } from './failed-dials.ts';
import { ProxyTunnel } from './proxy-tunnel.ts';

export interface DialOptions {
  /** Base URL of the deployment. */
  url: URL;
  /** The proxy on the way, if there is one. */
  proxy?: URL | undefined;
  /** Shown to whoever asks for it at Coder's address. */
  clientCertificate?: CertificateFiles | undefined;
  /** Told when these files have changed: of the problem for which the old certificate stays in use, or of none. */
  onCertificateReload?: (problem?: string) => void;
  /**
   * Milliseconds for each step: to connect, the proxy's answer, the TLS handshake.
   * @default 10_000
   */
  connectTimeoutMs?: number;
}

/** What a dialed connection, or the failure to get one, is handed to. */
export type Dialed = (error: Error | null, socket: Duplex | null) => void;

/** Makes every connection to Coder, of requests and of WebSockets alike: through the proxy or not, with TLS or not. */
export class Dialer {
  /** The same connections for `ws`. */
  readonly agent: Agent;
  readonly #url: URL;
  readonly #timeoutMs: number;
  readonly #certificate: ClientCertificate | undefined;
  #connect: buildConnector.connector;
  #renewed: () => void = () => {};
  readonly #tunnel: ProxyTunnel | undefined;

  /** Throws when the client certificate cannot be used. */
  constructor({ url, proxy, clientCertificate, onCertificateReload, connectTimeoutMs = 10_000 }: DialOptions) {
    this.agent = new DialAgent(this, url.protocol);
    this.#url = url;
    this.#timeoutMs = connectTimeoutMs;
    this.#certificate =
      clientCertificate && new ClientCertificate({ files: clientCertificate, onReload: onCertificateReload });
    this.#connect = this.#connector();
    this.#certificate?.watch(() => {
      this.#connect = this.#connector();
      this.#renewed();
    });
    const target = `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
    this.#tunnel = proxy && new ProxyTunnel({ proxy, target, timeoutMs: connectTimeoutMs });
  }

  /** Calls this when connections that are kept have been made with a certificate that is no longer in use. */
  onRenewed(renewed: () => void): void {
    this.#renewed = renewed;
  }

  /** A connection that is ready for HTTP. */
  dial(dialed: Dialed): void {
    const done: Dialed = (error, socket) => {
      if (error) failedDials.add(error);
      dialed(error, socket);
    };
    const { protocol, hostname, host, port } = this.#url;
    const target = { protocol, hostname: hostname.replace(/^\[(.*)\]$/, '$1'), host, port };
    if (this.#tunnel === undefined) {
      this.#connect(target, done);
      return;
    }
    this.#tunnel.open().then(
      (socket) => {
        // A tunnel is a connection of its own kind only in its type.
        if (protocol === 'https:') this.#connect({ ...target, httpSocket: socket as Socket }, done);
        else done(null, socket);
      },
      (error: Error) => done(error, null),
    );
  }

  async close(): Promise<void> {
    this.#certificate?.close();
    await this.#tunnel?.close();
  }

  #connector(): buildConnector.connector {
    return buildConnector({ timeout: this.#timeoutMs, ...this.#certificate?.pair });
  }
}

class DialAgent extends Agent {
  /** Node compares it with the scheme of the request. */
  readonly protocol: string;
  readonly #dialer: Dialer;

  constructor(dialer: Dialer, protocol: string) {
    super();
    this.#dialer = dialer;
    this.protocol = protocol;
  }

  override createConnection(_: unknown, done?: (error: Error | null, socket: Duplex) => void): undefined {
    this.#dialer.dial((error, socket) => done?.(error, socket as Duplex));
  }
}
