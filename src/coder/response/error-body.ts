import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { ApiError, ApiValidation } from '../rest/api-error.ts';

/** Coder's sentences are short; what is longer is cut before it reaches a client. */
const MAX_MESSAGE = 1_000;
const MAX_DETAIL = 4_000;
const MAX_VALIDATIONS = 100;

/** The first value of a header. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** The id that Coder gave the request: a UUID. What is no short word is none, and gets into no error and no log. */
export function requestIdOf(headers: IncomingHttpHeaders): string | undefined {
  const id = header(headers, 'x-coder-request-id');
  return id !== undefined && /^[\x21-\x7e]{1,128}$/.test(id) ? id : undefined;
}

/** The media type of an answer in lower case, without its parameters; `undefined` when the answer names none. */
export function mediaType(headers: IncomingHttpHeaders): string | undefined {
  return header(headers, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase() || undefined;
}

/** Whether Coder's own headers are on the answer: Coder sets both on every answer, a proxy that answers itself has neither. */
export function hasCoderHeaders(headers: IncomingHttpHeaders): boolean {
  return headers['x-coder-request-id'] !== undefined || headers['x-coder-build-version'] !== undefined;
}

/** What these statuses say of existence and rights Coder says in an envelope, always. */
const ENVELOPE_ONLY = new Set([401, 403, 404, 410]);

/**
 * What Coder says in a refusal; `undefined` when Coder did not write it. Besides its JSON envelope Coder sends
 * plain text (400 for CSRF, 428) and empty bodies (405). Any other page was put in its place on the way.
 */
export function coderRefusal(status: number, headers: IncomingHttpHeaders, body: Buffer): ApiError | undefined {
  if (!hasCoderHeaders(headers)) return undefined;
  const said = envelope(body);
  if (said || ENVELOPE_ONLY.has(status)) return said;
  return body.length === 0 || mediaType(headers) === 'text/plain' ? { message: '' } : undefined;
}

function envelope(body: Buffer): ApiError | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null) return undefined;
  const { message, detail, validations } = json as Record<string, unknown>;
  if (typeof message !== 'string') return undefined;
  return {
    message: cut(message, MAX_MESSAGE),
    ...(typeof detail === 'string' && { detail: cut(detail, MAX_DETAIL) }),
    ...(Array.isArray(validations) && { validations: shortValidations(validations) }),
  };
}

function shortValidations(validations: unknown[]): ApiValidation[] {
  return validations
    .filter(isValidation)
    .slice(0, MAX_VALIDATIONS)
    .map(({ field, detail }) => ({ field: cut(field, MAX_MESSAGE), detail: cut(detail, MAX_MESSAGE) }));
}

function isValidation(value: unknown): value is ApiValidation {
  if (typeof value !== 'object' || value === null) return false;
  const { field, detail } = value as Record<string, unknown>;
  return typeof field === 'string' && typeof detail === 'string';
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…` : text;
}

const MAX_ERROR_BYTES = 1024 * 1024;

/** The beginning of an error's body, which is small unless it is not Coder's. */
export async function readErrorBody(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_ERROR_BYTES) break;
    }
  } catch {
    // The status says enough.
  }
  body.on('error', () => {}).destroy();
  return Buffer.concat(chunks);
}
