import { randomUUID } from 'node:crypto';
import type { RequestPlugin } from '../request-plugin.ts';

const ids = new WeakMap<Request, string>();

/** The id of a request: its `X-Request-Id` if that is harmless in a log, else a new one. */
export function requestIdOf(request: Request): string {
  let id = ids.get(request);
  if (id === undefined) {
    id = acceptedRequestId(request.headers.get('x-request-id'));
    ids.set(request, id);
  }
  return id;
}

/** The client's own id if it has at most 64 letters, digits and `._:-`; else a new one. */
export function acceptedRequestId(given: string | null | undefined): string {
  return given && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID();
}

/** Says on every answer by which id the log knows it. */
export function useRequestId(): RequestPlugin {
  return {
    onResponse: ({ request, response }) => {
      response.headers.set('x-request-id', requestIdOf(request));
    },
    fast: {
      answered: ({ requestId }, { headers }) => {
        headers['x-request-id'] = requestId;
      },
    },
  };
}
