import { isStream } from '../../streams/framing.ts';
import type { RequestPlugin } from '../request-plugin.ts';

/** Answers are for one caller: nothing in between keeps them, guesses their type or holds a stream back. */
export function useResponseHeaders(): RequestPlugin {
  return {
    onResponse: ({ response: { headers } }) => {
      if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
      headers.set('x-content-type-options', 'nosniff');
      if (isStream(headers.get('content-type') ?? '')) headers.set('x-accel-buffering', 'no');
    },
    fast: {
      answered: (_request, { headers }) => {
        headers['cache-control'] ??= 'no-store';
        headers['x-content-type-options'] = 'nosniff';
      },
    },
  };
}
