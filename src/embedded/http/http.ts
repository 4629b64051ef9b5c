import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiError, ApiValidation } from '../../coder/rest/api-error.ts';
import { goJson } from '../state/go-encoding.ts';
import { parsePathUuid } from '../state/random.ts';
import type { UserRow } from '../state/rows.ts';
import type { Store } from '../state/store.ts';
import type { SocketConnection, SocketRules } from './sockets.ts';

/** What a handler answers. Nothing is written before the whole answer is known, except streams. */
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  contentType?: string;
  body?: string | Buffer;
  /** Accepts the WebSocket; only where the request asked for an upgrade. */
  upgrade?: SocketRules & { serve: (socket: SocketConnection) => void };
  /** Takes the response over, for server-sent events. */
  stream?: (response: ServerResponse) => void;
}

/** One request as the middleware and the handlers receive it. */
export interface Context {
  store: Store;
  request: IncomingMessage;
  method: string;
  path: string;
  query: URLSearchParams;
  /** The route's path parameters, decoded. */
  params: Record<string, string>;
  wantsUpgrade: boolean;
  user: UserRow;
  accessUrl: string;
  body(): Promise<Buffer>;
}

/** Ends a handler early with an answer. */
export class HttpError extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`refused with ${reply.status}`);
    this.reply = reply;
  }
}

export const JSON_TYPE = 'application/json; charset=utf-8';
export const TEXT_TYPE = 'text/plain; charset=utf-8';
export const NOT_FOUND = 'Resource not found or you do not have access to this resource';

export function json(value: unknown, status = 200): Reply {
  return { status, contentType: JSON_TYPE, body: `${goJson(value)}\n` };
}

export function envelope(status: number, message: string, detail = '', validations: ApiValidation[] = []): Reply {
  const error: ApiError = {
    message,
    ...(detail === '' ? {} : { detail }),
    ...(validations.length === 0 ? {} : { validations }),
  };
  return json(error, status);
}

export function refuse(status: number, message: string, detail = '', validations: ApiValidation[] = []): never {
  throw new HttpError(envelope(status, message, detail, validations));
}

export function notFound(): never {
  return refuse(404, NOT_FOUND);
}

export const FORBIDDEN_DETAIL =
  "You don't have permission to view this content. If you believe this is a mistake, please contact your administrator or try signing in with different credentials.";

export function forbidden(): never {
  return refuse(403, 'Forbidden.', FORBIDDEN_DETAIL);
}

/** The id in a path, in any of the four forms. */
export function pathUuid(raw: string): string {
  const parsed = parsePathUuid(raw);
  if ('error' in parsed) return refuse(400, `Invalid UUID "${raw}".`, parsed.error);
  return parsed.id;
}

/** A request's body as JSON. Only the first value is read; what follows it is ignored. */
export async function readJson(context: Context): Promise<unknown> {
  const text = (await context.body()).toString('utf8');
  const first = firstJsonValue(text);
  if ('error' in first) return refuse(400, 'Request body must be valid JSON.', first.error);
  return first.value;
}

function firstJsonValue(text: string): { value: unknown } | { error: string } {
  if (text.trim() === '') return { error: 'EOF' };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    const end = endOfFirstValue(text);
    if (end !== null && end < text.length) {
      try {
        return { value: JSON.parse(text.slice(0, end)) as unknown };
      } catch {
        return { error: `invalid character '${text.trim().slice(0, 1)}' looking for beginning of value` };
      }
    }
    return { error: end === null ? 'unexpected EOF' : 'invalid character in JSON value' };
  }
}

/** Where the first object or array closes; `null` when it never does. */
function endOfFirstValue(text: string): number | null {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted) {
      if (character === '\\') index += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return depth === 0 ? text.length : null;
}
