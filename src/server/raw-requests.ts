import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Whether the target and the Host make a URL; HTTP allows others, such as `OPTIONS *`, of which nothing is served here. */
export function hasServableTarget({ url, headers }: IncomingMessage): boolean {
  return url?.startsWith('/') === true && URL.canParse(`http://${headers.host ?? 'localhost'}${url}`);
}

/** Headers that only concern a change of protocol. */
const OF_UPGRADE = new Set(['connection', 'upgrade', 'http2-settings']);

/**
 * Answers a request that offers another protocol, such as h2c, as if it had not: node hands it over unread, so it is
 * given back to the server without the offer.
 */
export function replayWithoutUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, rawHeaders, httpVersion } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (!OF_UPGRADE.has(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[index + 1]}`);
  }
  // One request is all that such a connection is for.
  lines.push('Connection: close', '', '');
  socket.unshift(Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), head]));
  server.emit('connection', socket);
}
