import { settingNames } from '../../../config.ts';
import { isLoopback } from '../../http/loopback.ts';
import type { RequestPlugin } from '../request-plugin.ts';
import { textResponse } from '../text-response.ts';

export interface HostRules {
  /** Whether callers without a token act as somebody: only then does Host matter. */
  fallbackToken: string | undefined;
  host: string;
  allowedHosts: readonly string[] | undefined;
}

/**
 * Whether a request with this Host header may be answered. While a fallback token is in force, a web page whose name
 * was made to point here (DNS rebinding) would otherwise act as its owner.
 */
export function isAllowedHost(header: string | null | undefined, rules: HostRules): boolean {
  if (rules.fallbackToken === undefined) return true;
  if (!header) return false;
  const host = header.toLowerCase();
  const name = host.replace(/:\d+$/, '');
  if (isLoopback(host)) return true;
  const own = rules.host.includes(':') ? `[${rules.host}]` : rules.host;
  if (name === own.toLowerCase()) return true;
  return (rules.allowedHosts ?? []).some((allowed) => allowed === host || allowed === name);
}

export function hostRefusal(header: string | null | undefined): string {
  return (
    `The Host ${JSON.stringify(header ?? '')} is not answered while requests without a token act as a user. ` +
    `If this name is yours, add it to ${settingNames.allowedHosts}.\n`
  );
}

/** Answers nothing at all under a foreign Host while a fallback token is in force. */
export function useAllowedHosts(rules: HostRules): RequestPlugin {
  return {
    onRequest: ({ request, url, endResponse, fetchAPI }) => {
      const header = request.headers.get('host') ?? url.host;
      if (isAllowedHost(header, rules)) return;
      endResponse(textResponse(fetchAPI, 403, hostRefusal(header)));
    },
    fast: { admits: (_headers, host) => isAllowedHost(host, rules) },
  };
}
