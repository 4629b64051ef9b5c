import { GraphQLError } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import type { Plugin } from '../operation-context.ts';

/**
 * Operations come as `application/json` only: what an HTML form can send to another site's server is refused. Reads
 * the body itself: yoga's limit of its size pipes every body through a stream, which halves the throughput.
 */
export function useJsonBodies(maxBytes: number): Plugin {
  return {
    onRequestParse: ({ request, setRequestParser }) => {
      if (request.method === 'GET') setRequestParser((received) => searchParams(new URL(received.url).searchParams));
      if (request.method !== 'POST') return;
      const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
      if (type !== 'application/json') {
        const got = type ? `"${type}"` : request.body === null ? 'no body' : 'no type';
        throw refused(request.body === null ? 400 : 415, `Expected a body of type application/json, got ${got}.`);
      }
      setRequestParser(async (received) => parseParams(await boundedText(received, maxBytes)));
    },
  };
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
  const operationName = search.get('operationName') ?? undefined;
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
    params = JSON.parse(text);
  } catch {
    throw refused(400, 'The body is not JSON.');
  }
  if (Array.isArray(params)) throw refused(400, 'The body holds several operations: expected one.');
  if (typeof params !== 'object' || params === null) throw refused(400, 'The body is JSON but not an object.');
  return params;
}

async function boundedText(request: Request, maxBytes: number): Promise<string> {
  const announced = request.headers.get('content-length');
  if (announced !== null) {
    if (!/^\d+$/.test(announced)) throw refused(400, 'Content-Length is no number.');
    if (Number(announced) > maxBytes) throw tooLarge(maxBytes);
    // Node reads no further than what was announced.
    return request.text().catch(cutOff);
  }
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  try {
    for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      text += decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    cutOff();
  }
  return text + decoder.decode();
}

/** The client has gone in the middle of its request. */
function cutOff(): never {
  throw refused(400, 'The body ended too early.');
}

function tooLarge(maxBytes: number): GraphQLError {
  return refused(413, `The body is larger than ${maxBytes} bytes (see GATEWAY_MAX_RESPONSE_MB).`);
}

function refused(status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status } } });
}
