import type { RequestPlugin } from '../request-plugin.ts';
import { textResponse } from '../text-response.ts';

const MESSAGE =
  'This WebSocket handshake arrived without its upgrade headers: a proxy in between must pass Upgrade and Connection on ' +
  '(for nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade").\n';

/** Says of a WebSocket handshake that lost its upgrade headers on the way what is wrong, instead of serving a page. */
export function useUpgradeRequired(endpoint: string): RequestPlugin {
  return {
    fast: undefined,
    onRequest: ({ request, url, endResponse, fetchAPI }) => {
      const { method, headers } = request;
      if (url.pathname !== endpoint || method !== 'GET' || url.searchParams.has('query')) return;
      if (!headers.has('sec-websocket-key') && !headers.has('sec-websocket-version')) return;
      const upgrade = { upgrade: 'websocket', connection: 'Upgrade, close' };
      endResponse(textResponse(fetchAPI, 426, MESSAGE, upgrade));
    },
  };
}
