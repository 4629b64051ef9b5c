/** Origins as the setting gives them; `https://*.example.com` stands for all subdomains. */
export type AllowedOrigins = 'same-origin' | '*' | readonly string[];

/** Whether a page of `origin` may talk to a gateway that was addressed as `host`. */
export function isAllowedOrigin(origin: string, host: string | null | undefined, allowed: AllowedOrigins): boolean {
  // Host and port only: TLS may end at a proxy in front, which changes the scheme.
  if (URL.canParse(origin) && host && sameHost(new URL(origin), host)) return true;
  if (allowed === 'same-origin') return false;
  return allowed === '*' || allowed.some((each) => matches(origin.toLowerCase(), each));
}

function sameHost(origin: URL, host: string): boolean {
  const asSeenThere = `${origin.protocol}//${host}`;
  return origin.host !== '' && URL.canParse(asSeenThere) && new URL(asSeenThere).host === origin.host;
}

function matches(origin: string, allowed: string): boolean {
  const [scheme = '', domain] = allowed.split('*');
  if (domain === undefined) return origin === allowed;
  const long = origin.length > scheme.length + domain.length;
  if (!long || !origin.startsWith(scheme) || !origin.endsWith(domain)) return false;
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(origin.slice(scheme.length, -domain.length));
}
