import type { DocumentSource } from '../../documents/document-source.ts';
import { bodyParams, searchParams } from '../../http/graphql-params.ts';
import type { HeaderLookup } from '../../http/header-lookup.ts';
import { type BodyReader, refused } from '../../http/request-body.ts';
import type { RequestPlugin } from '../request-plugin.ts';

/**
 * Operations come as `application/json` only: what an HTML form can send to another site's server is refused. Reads
 * the body itself: yoga's limit of its size pipes every body through a stream, which halves the throughput.
 */
export function useJsonBodies(reader: BodyReader, source: DocumentSource): RequestPlugin {
  const releases = new WeakMap<Request, () => void>();
  return {
    onRequestParse: ({ request, setRequestParser }) => {
      if (request.method === 'GET')
        setRequestParser((received) => source.resolve(searchParams(new URL(received.url).searchParams)));
      if (request.method !== 'POST') return;
      const type = mediaType(request.headers);
      if (type !== 'application/json') {
        const got = type ? `"${type}"` : request.body === null ? 'no body' : 'no type';
        throw refused(request.body === null ? 400 : 415, `Expected a body of type application/json, got ${got}.`);
      }
      const problem = encodingProblem(request.headers);
      if (problem !== undefined) throw refused(415, problem);
      setRequestParser(async (received) => {
        const { text, release } = await reader.read(received);
        releases.set(received, release);
        return source.resolve(bodyParams(text));
      });
    },
    onResponse: ({ request }) => releases.get(request)?.(),
    fast: {
      admits: (headers) => mediaType(headers) === 'application/json' && encodingProblem(headers) === undefined,
    },
  };
}

function mediaType(headers: HeaderLookup): string | undefined {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
}

/** Bodies are read as plain UTF-8: another coding would turn text into other text, or into no JSON at all. */
function encodingProblem(headers: HeaderLookup): string | undefined {
  const coding = headers.get('content-encoding')?.trim().toLowerCase() || 'identity';
  if (coding !== 'identity') return `Expected a body without Content-Encoding, got "${coding}".`;
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(headers.get('content-type') ?? '')?.[1]?.toLowerCase();
  if (charset !== undefined && !['utf-8', 'utf8', 'us-ascii'].includes(charset)) {
    return `Expected a body in UTF-8, got charset "${charset}".`;
  }
  return undefined;
}
