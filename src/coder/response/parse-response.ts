import type { IncomingHttpHeaders } from 'node:http';
import { settingNames } from '../../config.ts';
import type { UpstreamFacts } from '../../errors.ts';
import type { BodyRows } from '../cache/body-rows.ts';
import type { EqualBodies } from '../cache/equal-bodies.ts';
import type { RestResponse } from '../connection/collector.ts';
import type { OpenAnswer } from '../connection/transport.ts';
import type { Endpoint } from '../endpoints.ts';
import type { PathParameters } from '../route-template.ts';
import { noteFacts } from './answer-facts.ts';
import { isInvalid } from './check.ts';
import { hasCoderHeaders, header, mediaType, readErrorBody, requestIdOf } from './error-body.ts';
import { errorFromResponse, UpstreamError } from './failures.ts';
import type { InvalidValueError } from './invalid-value.ts';
import { LARGE, parseLargeJson } from './large-json.ts';
import { parseLogJson } from './log-json.ts';

/** Where the bodies are that came before for the same URL. */
export interface Earlier {
  bodies: EqualBodies;
  url: string;
}

/**
 * The result of an answer: its JSON as it is, of which only the outer form is checked. With `earlier`, a body that is
 * equal to an earlier one of its URL is not parsed again.
 */
export function parseResponse<R>(
  endpoint: Endpoint<string, R>,
  parameters: PathParameters,
  response: RestResponse,
  earlier?: Earlier,
): R | Promise<R> {
  const { status, headers } = response;
  if (status < 200 || status >= 300) throw errorFromResponse(status, headers, response.body);
  checkHeaders(endpoint, status, headers);
  const facts = factsOf(status, headers);
  switch (endpoint.format) {
    case 'nothing':
      return undefined as R;
    case 'bytes':
      return response.body as R;
    case 'text':
      return response.body.toString('utf8') as R;
  }
  const before = earlier?.bodies.find(earlier.url, response.chunks ?? [response.body]);
  if (before !== undefined) {
    noteFacts(before, facts);
    return before as R;
  }
  const { body } = response;
  const parse = endpoint.format === 'logs' ? parseLogJson : JSON.parse;
  const notJson = () => new UpstreamError('UPSTREAM_BAD_RESPONSE', 'The answer of Coder is not JSON.', facts);
  const checked = (json: unknown, rows?: BodyRows) => {
    const value = acceptedJson(endpoint, parameters, json, facts);
    if (typeof value === 'object' && value !== null) earlier?.bodies.add(earlier.url, body, { value, json, rows });
    return value;
  };
  // The ids of logs are not read as JSON alone would read them, and what is large is not parsed at once.
  const byRows =
    endpoint.format === 'json' && body.length <= LARGE ? earlier?.bodies.parse(earlier.url, body) : undefined;
  if (byRows) return checked(byRows.json, byRows.rows);
  const text = body.toString('utf8');
  if (text.length > LARGE) {
    const failed = () => {
      throw notJson();
    };
    return parseLargeJson(text, { parse }).then((json) => checked(json), failed);
  }
  let json: unknown;
  try {
    json = parse(text);
  } catch {
    throw notJson();
  }
  return checked(json);
}

/** What a socket said first. */
export interface FirstEvent {
  /** Of the answer to its handshake. */
  headers: IncomingHttpHeaders;
  data: unknown;
}

/** The result of an event: its data as it is, of which only the outer form is checked. */
export function acceptEvent<R>(
  endpoint: Endpoint<string, R>,
  parameters: PathParameters,
  { headers, data }: FirstEvent,
): R {
  return acceptedJson(endpoint, parameters, data, factsOf(SWITCHED, headers));
}

/** The status of a handshake. */
export const SWITCHED = 101;

function acceptedJson<R>(
  endpoint: Endpoint<string, R>,
  parameters: PathParameters,
  json: unknown,
  facts: UpstreamFacts,
): R {
  const value = endpoint.check.accept(json, 'the answer');
  const about = isInvalid(value) ? value : (endpoint.isAbout?.(value, parameters) ?? true);
  if (isInvalid(about)) throw withFacts(about, facts);
  if (!about)
    throw new UpstreamError('UPSTREAM_BAD_RESPONSE', 'The answer of Coder is about something else than asked.', facts);
  noteFacts(value, facts);
  return value as R;
}

function withFacts(error: InvalidValueError, facts: UpstreamFacts): InvalidValueError {
  error.extensions.upstream ??= facts;
  return error;
}

/** An answer whose body is still to be read, when it is a good one; otherwise it is let go. */
export async function checkOpened(endpoint: Endpoint, answer: OpenAnswer): Promise<OpenAnswer> {
  const { status, headers, body } = answer;
  if (status < 200 || status >= 300) throw errorFromResponse(status, headers, await readErrorBody(body));
  try {
    checkHeaders(endpoint, status, headers);
  } catch (error) {
    body.destroy();
    throw error;
  }
  return answer;
}

/** How Coder itself spells the type of nearly every answer. */
const CODER_JSON = 'application/json; charset=utf-8';

/** Throws when an answer cannot be the endpoint's by what its headers say: the wrong type, or not Coder's. */
function checkHeaders({ types, format }: Endpoint, status: number, headers: IncomingHttpHeaders): void {
  if (format === 'json' && headers['content-type'] === CODER_JSON) return;
  const bad = (message: string) => new UpstreamError('UPSTREAM_BAD_RESPONSE', message, factsOf(status, headers));
  const type = mediaType(headers);
  const checked = format === 'json' || format === 'logs';
  if (type === 'text/html') throw bad(`Coder answered with a web page. Is ${settingNames.coderUrl} its address?`);
  if (type === undefined ? format === 'text' || format === 'bytes' : !types.includes(type)) {
    const name = type !== undefined && /^[\w.+/-]{1,80}$/.test(type) ? type : 'no known media type';
    throw bad(`Coder answered with ${name} instead of ${types.join(' or ') || 'nothing'}.`);
  }
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(header(headers, 'content-type') ?? '')?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) throw bad('The answer of Coder is not UTF-8.');
  // Where no shape tells Coder's answer from another's, its headers must.
  if (!checked && !hasCoderHeaders(headers)) {
    throw bad(
      `The answer has none of the headers of Coder. Is ${settingNames.coderUrl} its address, and does a proxy remove them?`,
    );
  }
}

function factsOf(status: number, headers: IncomingHttpHeaders): UpstreamFacts {
  const requestId = requestIdOf(headers);
  return { status, ...(requestId !== undefined && { requestId }) };
}
