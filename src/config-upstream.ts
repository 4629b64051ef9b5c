import { parseHeaders } from './config-headers.ts';
import type { Setting } from './config-values.ts';

/** Settings of the way to Coder. */
export interface UpstreamSettings {
  /** Undefined: the embedded Coder. */
  coderUrl: URL | undefined;
  sessionToken: string | undefined;
  /** Sent with every request and every WebSocket handshake; a name may have several values. */
  coderHeaders: Readonly<Record<string, readonly string[]>>;
}

export const upstreamTable: { readonly [Name in keyof UpstreamSettings]: Setting<UpstreamSettings[Name]> } = {
  coderUrl: {
    variable: 'CODER_URL',
    defaultText: 'none: the embedded Coder',
    fallback: undefined,
    expects: 'an http or https URL without credentials, query or fragment',
    parse: parseUpstream,
    meaning: 'Base URL of the Coder deployment; a path prefix is kept.',
  },
  sessionToken: {
    variable: 'CODER_SESSION_TOKEN',
    defaultText: 'none',
    fallback: undefined,
    expects: 'a session token: visible ASCII characters only',
    parse: (text) => (/^[\x21-\x7e]+$/.test(text) ? text : undefined),
    meaning:
      'Token for requests that bring none. Everyone who can reach the gateway then acts as that user. With the embedded Coder it is the demo owner’s unless set.',
    secret: true,
  },
  coderHeaders: {
    variable: 'CODER_HEADER',
    defaultText: 'none',
    fallback: {},
    expects: '`name=value`, several separated by commas, one with a comma in double quotes',
    parse: parseHeaders,
    meaning:
      'Headers that the gateway adds to every request and WebSocket handshake to Coder, as Coder’s command line does. For what stands in front of Coder.',
    secret: true,
  },
};

/** What is wrong with settings that are right each by itself. */
export function upstreamProblems(_: UpstreamSettings): string[] {
  return [];
}

function parseUpstream(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return plain && (url.protocol === 'http:' || url.protocol === 'https:') ? url : undefined;
}
