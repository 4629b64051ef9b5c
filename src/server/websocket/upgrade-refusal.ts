import type { IncomingMessage } from 'node:http';
import { type Settings, settingNames } from '../../config.ts';
import { isAllowedOrigin } from '../http/allowed-origins.ts';
import { refuseTarget } from '../http/raw-requests.ts';
import type { RefusedOrigins } from '../http/refused-origins.ts';
import type { Connections } from '../limits/connections.ts';
import { pathOf } from '../paths.ts';
import { hostRefusal, isAllowedHost } from '../plugins/request/use-allowed-hosts.ts';

/** The answer to an upgrade that is not granted. */
export interface UpgradeRefusal {
  /** Status code and reason phrase. */
  status: string;
  text: string;
  /** Whether the client should try again in a moment. */
  retry?: true;
}

export interface UpgradeRules {
  settings: Settings;
  /** The path at which sockets are served. */
  endpoint: string;
  refusedOrigins: RefusedOrigins;
  connections: Connections;
  isDraining: () => boolean;
}

/** Why a client may not open a WebSocket; undefined when it may. */
export function upgradeRefusal(
  request: IncomingMessage,
  { settings, endpoint, refusedOrigins, connections, isDraining }: UpgradeRules,
): UpgradeRefusal | undefined {
  const badTarget = refuseTarget(request);
  if (badTarget !== undefined) return { status: '400 Bad Request', text: badTarget };
  const { host, origin } = request.headers;
  if (!isAllowedHost(host, { ...settings, fallbackToken: settings.sessionToken })) {
    return { status: '403 Forbidden', text: hostRefusal(host) };
  }
  if (pathOf(request) !== endpoint) {
    return { status: '404 Not Found', text: `WebSockets are served at ${endpoint} only.\n` };
  }
  if (origin !== undefined && !isAllowedOrigin(origin, host, settings.allowedOrigins)) {
    refusedOrigins.add({ origin, host });
    const text = `Pages of ${JSON.stringify(origin)} may not connect (${settingNames.allowedOrigins}).\n`;
    return { status: '403 Forbidden', text };
  }
  if (isDraining()) return { status: '503 Service Unavailable', text: 'Shutting down.\n', retry: true };
  if (connections.full) {
    const text = `TOO_MANY_SUBSCRIPTIONS: ${settings.maxConnections} connections are open (${settingNames.maxConnections}).\n`;
    return { status: '503 Service Unavailable', text, retry: true };
  }
  return undefined;
}

/** The refusal as it is written to the socket, which closes then. */
export function writtenRefusal({ status, text, retry }: UpgradeRefusal): string {
  const lines = [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    'Content-Type: text/plain',
    `Content-Length: ${Buffer.byteLength(text)}`,
    ...(retry ? ['Retry-After: 1'] : []),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}
