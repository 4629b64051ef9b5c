import type { FetchAPI } from 'graphql-yoga';
import { textResponse } from './text-response.ts';

/** The refusal of any method but GET, as which HEAD runs too, for a path that can only be read; undefined for GET. */
export function refuseWrites({ method }: Request, fetchAPI: FetchAPI): Response | undefined {
  if (method === 'GET') return undefined;
  return textResponse(fetchAPI, 405, `Expected GET, got ${method}.\n`, { allow: 'GET, HEAD' });
}
