import type { Settings } from '../../config.ts';
import { isLoopback } from './loopback.ts';

/** Origins as the setting gives them; `https://*.example.com` stands for all subdomains. */
export type AllowedOrigins = Settings['allowedOrigins'];

/**
 * The origins that are allowed. Unless the setting says which, a page of this machine may talk to a gateway that is
 * addressed as this machine: a dev server often has another port, and its proxy puts the gateway's into `Host`. Not while
 * requests without a token act as somebody at a real Coder: then any other server of this machine could do so too.
 */
export function originsOf({ allowedOrigins, sessionToken, coderUrl }: Settings): AllowedOrigins {
  const actsAsSomebody = sessionToken !== undefined && coderUrl !== undefined;
  return allowedOrigins === 'same-origin' && !actsAsSomebody ? 'same-machine' : allowedOrigins;
}

/** Whether a page of `origin` may talk to a gateway that was addressed as `host`. */
export function isAllowedOrigin(origin: string, host: string | null | undefined, allowed: AllowedOrigins): boolean {
  // Host and port only: TLS may end at a proxy in front, which changes the scheme.
  if (URL.canParse(origin) && host && sameHost(new URL(origin), host)) return true;
  if (allowed === 'same-origin') return false;
  if (allowed === 'same-machine') return areLoopback(origin, host);
  return allowed === '*' || allowed.some((each) => matches(origin.toLowerCase(), each));
}

function sameHost(origin: URL, host: string): boolean {
  const asSeenThere = `${origin.protocol}//${host}`;
  return origin.host !== '' && URL.canParse(asSeenThere) && new URL(asSeenThere).host === origin.host;
}

/** Names of loopback addresses mean this machine in every browser: none can be pointed elsewhere, or here from elsewhere. */
function areLoopback(origin: string, host: string | null | undefined): boolean {
  if (!host || !isLoopback(host) || !URL.canParse(origin)) return false;
  const { protocol, host: from } = new URL(origin);
  return (protocol === 'http:' || protocol === 'https:') && isLoopback(from);
}

function matches(origin: string, allowed: string): boolean {
  const [scheme = '', domain] = allowed.split('*');
  if (domain === undefined) return origin === allowed;
  const long = origin.length > scheme.length + domain.length;
  if (!long || !origin.startsWith(scheme) || !origin.endsWith(domain)) return false;
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(origin.slice(scheme.length, -domain.length));
}
