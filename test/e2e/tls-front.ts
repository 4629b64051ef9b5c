import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** A file of the certificates that the tests use; `make.sh` beside them says what they are. */
export function certificateFile(name: string): string {
  return fileURLToPath(new URL(`../fixtures/tls/${name}.pem`, import.meta.url));
}

export interface TlsFront {
  port: number;
  /** The common name of each connection's client certificate, in order; undefined: it showed none. */
  clients: (string | undefined)[];
}

/** Ends TLS in front of a server, as `coder.test` and `localhost`; closed with the test. */
export async function startTlsFront(serverUrl: string, { needsClientCertificate = false } = {}): Promise<TlsFront> {
  const open = new Set<TLSSocket>();
  const clients: TlsFront['clients'] = [];
  const server = createServer(
    {
      cert: readFileSync(certificateFile('server')),
      key: readFileSync(certificateFile('server.key')),
      ca: readFileSync(certificateFile('ca')),
      requestCert: needsClientCertificate,
      rejectUnauthorized: needsClientCertificate,
    },
    (client) => {
      open.add(client);
      const subject = client.getPeerCertificate().subject as { CN?: string } | undefined;
      clients.push(subject?.CN);
      const upstream = connect(Number(new URL(serverUrl).port), '127.0.0.1');
      upstream.on('error', () => {}).on('close', () => client.destroy());
      client
        .on('error', () => {})
        .on('close', () => {
          open.delete(client);
          upstream.destroy();
        });
      client.pipe(upstream).pipe(client);
    },
  );
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const client of open) client.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, clients };
}
