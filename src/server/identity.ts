import { MAX_TOKEN_LENGTH } from '../coder/session.ts';
import { credentialKey } from './credential-keys.ts';
import type { HeaderLookup } from './http/header-lookup.ts';

/** Who a caller says it is: the Coder session token it brought, in whatever way. */
export interface Identity {
  /** What was brought, or the fallback when nothing was; may be no valid token at all. */
  token: string | undefined;
}

type Lookup = (name: string) => string | string[] | null | undefined;

/** Close codes of graphql-transport-ws. */
const BAD_REQUEST = 4400;
const FORBIDDEN = 4403;

/** `connectionParams` that leave open who the client is; the socket is closed with `closeCode` and the message. */
export class RefusedParams extends Error {
  readonly closeCode: number;

  constructor(closeCode: number, message: string) {
    super(message);
    this.closeCode = closeCode;
  }
}

/**
 * `Coder-Session-Token` wins over `Authorization: Bearer`. Undefined: nothing was brought. Whatever is brought
 * counts, even empty or of another scheme: it fails as a bad token and never turns into the fallback user.
 */
function tokenFrom(lookup: Lookup): string | undefined {
  const own = lookup('coder-session-token');
  if (own !== undefined && own !== null) return String(own).trim();
  const authorization = lookup('authorization');
  return authorization === undefined || authorization === null ? undefined : bearer(String(authorization));
}

/** Empty for another scheme: no valid token. */
function bearer(authorization: string): string {
  return /^bearer\s+(.*)$/is.exec(authorization.trim())?.[1]?.trim() ?? '';
}

/** The identity of an HTTP request. Cookies are not looked at. */
export function identityOfHeaders(headers: HeaderLookup, fallback: string | undefined): Identity {
  return { token: tokenFrom((name) => headers.get(name)) ?? fallback };
}

/**
 * The identity of a WebSocket: `connectionParams`, keys in any case, win over the headers of the upgrade. Throws
 * `RefusedParams` when they bring two tokens or none that is understood.
 */
export function identityOfSocket(
  connectionParams: Readonly<Record<string, unknown>> | undefined,
  upgrade: Readonly<Record<string, string | string[] | undefined>>,
  fallback: string | undefined,
): Identity {
  const brought = tokenOfParams(connectionParams ?? {});
  if (brought === undefined && fallback !== undefined) {
    const key = credentialKey(connectionParams);
    if (key !== undefined) {
      throw new RefusedParams(
        FORBIDDEN,
        `Unknown credential "${key}". Accepted: Coder-Session-Token, Authorization (also under headers).`,
      );
    }
  }
  return { token: brought ?? tokenFrom((name) => upgrade[name]) ?? fallback };
}

/** The one token of `connectionParams`, at the top or under `headers`, where some clients put it. */
function tokenOfParams(params: Readonly<Record<string, unknown>>): string | undefined {
  const entries: [name: string, value: unknown][] = [];
  for (const [key, value] of Object.entries(params)) {
    const name = key.toLowerCase();
    if (name !== 'headers' || value === null) entries.push([name, value]);
    else if (typeof value !== 'object' || Array.isArray(value)) {
      throw new RefusedParams(BAD_REQUEST, 'connectionParams: expected "headers" to be an object.');
    } else
      entries.push(...Object.entries(value).map(([key, value]) => [key.toLowerCase(), value] as [string, unknown]));
  }
  const own = texts(entries, 'coder-session-token').map((text) => text.trim());
  const bearers = texts(entries, 'authorization').map(bearer);
  // Another scheme beside a token is for somebody on the way.
  const tokens = new Set(own.length > 0 ? [...own, ...bearers.filter((token) => token !== '')] : bearers);
  if (tokens.size > 1) throw new RefusedParams(BAD_REQUEST, 'connectionParams: expected one token, got several.');
  const [token] = tokens;
  if (token !== undefined && token.length > MAX_TOKEN_LENGTH) {
    throw new RefusedParams(
      BAD_REQUEST,
      `connectionParams: expected a token of at most ${MAX_TOKEN_LENGTH} characters, got ${token.length}.`,
    );
  }
  return token;
}

/** The values of a key, which may stand there in several spellings; null is no value. */
function texts(entries: readonly [name: string, value: unknown][], name: string): string[] {
  return entries.flatMap(([key, value]) => {
    if (key !== name || value === null) return [];
    if (typeof value === 'string') return [value];
    throw new RefusedParams(BAD_REQUEST, `connectionParams: expected "${name}" to be a string.`);
  });
}
