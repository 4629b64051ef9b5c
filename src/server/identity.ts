/** Who a caller says it is: the Coder session token it brought, in whatever way. */
export interface Identity {
  /** What was brought, or the fallback when nothing was; may be no valid token at all. */
  token: string | undefined;
}

type Lookup = (name: string) => unknown;

/**
 * `Coder-Session-Token` wins over `Authorization: Bearer`. Undefined: nothing was brought. Whatever is brought
 * counts, even empty or of another scheme: it fails as a bad token and never turns into the fallback user.
 */
function tokenFrom(lookup: Lookup): string | undefined {
  const own = lookup('coder-session-token');
  if (own !== undefined && own !== null) return String(own).trim();
  const authorization = lookup('authorization');
  if (authorization === undefined || authorization === null) return undefined;
  return /^bearer\s+(.*)$/is.exec(String(authorization).trim())?.[1]?.trim() ?? '';
}

/** The identity of an HTTP request. Cookies are not looked at. */
export function identityOfHeaders(headers: Headers, fallback: string | undefined): Identity {
  return { token: tokenFrom((name) => headers.get(name)) ?? fallback };
}

/** The identity of a WebSocket: `connectionParams`, keys in any case, win over the headers of the upgrade. */
export function identityOfSocket(
  connectionParams: Readonly<Record<string, unknown>> | undefined,
  upgrade: Readonly<Record<string, string | string[] | undefined>>,
  fallback: string | undefined,
): Identity {
  const params = new Map(Object.entries(connectionParams ?? {}).map(([key, value]) => [key.toLowerCase(), value]));
  return {
    token: tokenFrom((name) => params.get(name)) ?? tokenFrom((name) => upgrade[name]) ?? fallback,
  };
}
