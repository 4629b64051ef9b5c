import type { GraphQLParams } from 'graphql-yoga';
import type { Plugin } from '../../operation-context.ts';
import { type BodyReader, refused } from '../../request-body.ts';

/**
 * Operations come as `application/json` only: what an HTML form can send to another site's server is refused. Reads
 * the body itself: yoga's limit of its size pipes every body through a stream, which halves the throughput.
 */
export function useJsonBodies(reader: BodyReader): Plugin {
  const releases = new WeakMap<Request, () => void>();
  return {
    onRequestParse: ({ request, setRequestParser }) => {
      if (request.method === 'GET') setRequestParser((received) => searchParams(new URL(received.url).searchParams));
      if (request.method !== 'POST') return;
      const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
      if (type !== 'application/json') {
        const got = type ? `"${type}"` : request.body === null ? 'no body' : 'no type';
        throw refused(request.body === null ? 400 : 415, `Expected a body of type application/json, got ${got}.`);
      }
      refuseOtherEncodings(request.headers);
      setRequestParser(async (received) => {
        const { text, release } = await reader.read(received);
        releases.set(received, release);
        return parseParams(text);
      });
    },
    onResponse: ({ request }) => releases.get(request)?.(),
  };
}

/** Bodies are read as plain UTF-8: another coding would turn text into other text, or into no JSON at all. */
function refuseOtherEncodings(headers: Headers): void {
  const coding = headers.get('content-encoding')?.trim().toLowerCase() || 'identity';
  if (coding !== 'identity') throw refused(415, `Expected a body without Content-Encoding, got "${coding}".`);
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(headers.get('content-type') ?? '')?.[1]?.toLowerCase();
  if (charset !== undefined && !['utf-8', 'utf8', 'us-ascii'].includes(charset)) {
    throw refused(415, `Expected a body in UTF-8, got charset "${charset}".`);
  }
}

/** Of a GET; `variables` and `extensions` are JSON. */
function searchParams(search: URLSearchParams): GraphQLParams {
  const json = (name: string) => {
    const text = search.get(name);
    if (text === null || text === '') return undefined;
    try {
      return JSON.parse(text);
    } catch {
      throw refused(400, `The search parameter "${name}" is not JSON.`);
    }
  };
  const query = search.get('query') ?? undefined;
  // Clients send an empty name for none.
  const operationName = search.get('operationName') || undefined;
  return {
    ...(query !== undefined && { query }),
    ...(operationName !== undefined && { operationName }),
    variables: json('variables'),
    extensions: json('extensions'),
  };
}

function parseParams(text: string): GraphQLParams {
  let params: unknown;
  try {
    // A byte order mark says nothing in UTF-8, but some clients write one.
    params = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch {
    throw refused(400, 'The body is not JSON in UTF-8.');
  }
  if (Array.isArray(params)) throw refused(400, 'The body holds several operations: expected one.');
  if (typeof params !== 'object' || params === null) throw refused(400, 'The body is JSON but not an object.');
  const { operationName, ...others } = params as GraphQLParams;
  if (operationName === '') return others;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw refused(400, 'Expected "operationName" to be a string.');
  }
  return params;
}
