import type { Compression } from '../../http/compression.ts';
import { isJson } from '../../http/json-types.ts';
import type { RequestPlugin } from '../request-plugin.ts';

/**
 * Compresses answers in JSON for clients that ask for it; streams go out as they come. Validators stay as they are: they
 * are weak, and so the same for all codings.
 */
export function useCompression(compression: Compression): RequestPlugin {
  return {
    onResponse: ({ request, response, setResponse, fetchAPI }) => {
      const { headers, status } = response;
      if (status !== 304 && !isJson(headers.get('content-type'))) return;
      if (!/accept-encoding/i.test(headers.get('vary') ?? '')) headers.append('vary', 'Accept-Encoding');
      const acceptEncoding = request.headers.get('accept-encoding');
      if (response.body === null || acceptEncoding === null || headers.has('content-encoding')) return;
      return response.arrayBuffer().then(async (bytes) => {
        const made = await compression.compress(new Uint8Array(bytes), acceptEncoding);
        if (made) {
          headers.set('content-encoding', made.coding);
          headers.set('content-length', String(made.body.length));
        }
        setResponse(new fetchAPI.Response(made ? new Uint8Array(made.body) : bytes, { status, headers }));
      });
    },
    fast: {
      answered: (_request, { headers }) => {
        headers.vary = headers.vary === undefined ? 'Accept-Encoding' : `${headers.vary}, Accept-Encoding`;
      },
    },
  };
}
