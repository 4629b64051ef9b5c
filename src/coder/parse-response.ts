import { checkAnswer, InvalidValueError } from './check.ts';
import type { RestResponse } from './collector.ts';
import type { Endpoint } from './endpoints.ts';
import { header } from './error-body.ts';
import { errorFromResponse, UpstreamError } from './failures.ts';
import { parseLogJson } from './json.ts';
import type { OpenAnswer } from './transport.ts';

const MAX_ERROR_BYTES = 1024 * 1024;

/** The beginning of an error's body, which is small unless it is not Coder's. */
export async function readErrorBody(answer: OpenAnswer): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_ERROR_BYTES) break;
    }
  } catch {
    // The status says enough.
  }
  answer.body.on('error', () => {}).destroy();
  return Buffer.concat(chunks);
}

export function timeoutError(timeoutMs: number): UpstreamError {
  return new UpstreamError('UPSTREAM_TIMEOUT', `Coder did not answer within ${timeoutMs} ms.`);
}

/** The result of an answer, checked and normalized. */
export function parseResponse<R>(endpoint: Endpoint<string, R>, { status, headers, body }: RestResponse): R {
  if (status < 200 || status >= 300) throw errorFromResponse(status, headers, body);
  const requestId = header(headers, 'x-coder-request-id');
  const facts = { status, ...(requestId !== undefined && { requestId }) };
  // A page of a proxy or of a login, where text or bytes would be taken as they are.
  if (header(headers, 'content-type')?.includes('text/html')) {
    throw new UpstreamError(
      'UPSTREAM_BAD_RESPONSE',
      'Coder answered with a web page. Is CODER_URL its address?',
      facts,
    );
  }
  switch (endpoint.format) {
    case 'nothing':
      return undefined as R;
    case 'bytes':
      return body as R;
    case 'text':
      return body.toString('utf8') as R;
  }
  let json: unknown;
  try {
    const text = body.toString('utf8');
    json = endpoint.format === 'logs' ? parseLogJson(text) : JSON.parse(text);
  } catch {
    throw new UpstreamError('UPSTREAM_BAD_RESPONSE', 'The answer of Coder is not JSON.', facts);
  }
  const value = checkAnswer(endpoint.check, json, facts);
  if (value instanceof InvalidValueError) throw value;
  return value as R;
}
