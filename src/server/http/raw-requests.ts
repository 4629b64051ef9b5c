import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** The last URL that was found to be one: clients send the same again and again, and parsing costs more than comparing. */
let lastUrl = '';

function isUrl(text: string): boolean {
  if (text === lastUrl) return true;
  if (!URL.canParse(text)) return false;
  // What a client asks for in a search is its own, and is held by nobody.
  if (!text.includes('?')) lastUrl = text;
  return true;
}

/**
 * Why a request is refused before anything looks at it; undefined when its target is a path under a host, which it is
 * afterwards also when the client sent a whole URL (the absolute form of RFC 9112, 3.2.2): that URL's host then counts,
 * not the header's. HTTP allows further targets, such as `OPTIONS *`, of which nothing is served here.
 */
export function refuseTarget(request: IncomingMessage): string | undefined {
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  if (hosts.length > 1) return 'The request has two Host headers: expected one.\n';
  const [, authority, rest = ''] = /^https?:\/\/([^/?#@]+)([/?][^#]*)?$/i.exec(request.url ?? '') ?? [];
  if (authority) {
    request.headers.host = authority;
    request.url = rest.startsWith('/') ? rest : `/${rest}`;
  }
  const { url, headers } = request;
  if (url?.startsWith('/') && isUrl(`http://${headers.host ?? 'localhost'}${url}`)) return undefined;
  return 'Expected a path or an http(s) URL as the target, and one valid Host.\n';
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
