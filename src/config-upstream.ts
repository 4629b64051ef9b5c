import { parseHeaders } from './config-headers.ts';
import { chooseProxy, type ProxySettings, proxyVariables } from './config-proxy.ts';
import { type Setting, SettingProblem } from './config-values.ts';

/** Settings of the way to Coder. */
export interface UpstreamSettings extends ProxySettings {
  /** Undefined: the embedded Coder. */
  coderUrl: URL | undefined;
  sessionToken: string | undefined;
  /** Sent with every request and every WebSocket handshake. */
  coderHeaders: Readonly<Record<string, string>>;
  /** Paths; there are both or none. */
  clientCert: string | undefined;
  clientKey: string | undefined;
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
  clientCert: {
    variable: 'CODER_CLIENT_CERT',
    defaultText: 'none',
    fallback: undefined,
    expects: 'the path of a PEM file, together with `CODER_CLIENT_KEY`',
    parse: (text) => text || undefined,
    meaning:
      'Client certificate, with its chain, for requests and WebSockets to Coder. Read again when the file changes.',
  },
  clientKey: {
    variable: 'CODER_CLIENT_KEY',
    defaultText: 'none',
    fallback: undefined,
    expects: 'the path of a PEM file without a passphrase, together with `CODER_CLIENT_CERT`',
    parse: (text) => text || undefined,
    meaning: 'Private key of the client certificate. Read again when the file changes.',
  },
  httpsProxy: {
    variable: proxyVariables.httpsProxy,
    defaultText: 'none',
    fallback: undefined,
    expects: 'an http or https URL, with or without a user and password',
    parse: (text) => text,
    meaning: 'Proxy on the way to a `CODER_URL` with https, for requests and WebSockets alike.',
    secret: true,
    lowerCase: true,
  },
  httpProxy: {
    variable: proxyVariables.httpProxy,
    defaultText: 'none',
    fallback: undefined,
    expects: 'an http or https URL, with or without a user and password',
    parse: (text) => text,
    meaning: 'The same for a `CODER_URL` with http, and with https where there is no `HTTPS_PROXY`.',
    secret: true,
    lowerCase: true,
  },
  noProxy: {
    variable: proxyVariables.noProxy,
    defaultText: 'none',
    fallback: '',
    expects: 'host names, domains, addresses and networks, separated by commas; `*` is every host',
    parse: (text) => text,
    meaning: 'Where Coder is one of these, no proxy is used.',
    lowerCase: true,
  },
};

/** What is wrong with the client certificate as a whole. */
export function certificateProblems(settings: UpstreamSettings): string[] {
  const { clientCert, clientKey } = upstreamTable;
  const missing = settings.clientCert ? (settings.clientKey ? undefined : clientKey) : settings.clientKey && clientCert;
  return missing ? [`${missing.variable}: got nothing, expected ${missing.expects}`] : [];
}

/** What is wrong with the proxy that is used on the way to this Coder. */
export function proxyProblems({ coderUrl, ...settings }: UpstreamSettings): string[] {
  try {
    if (coderUrl) chooseProxy(coderUrl, settings);
  } catch (error) {
    if (error instanceof SettingProblem) return [error.message];
    throw error;
  }
  return [];
}

function parseUpstream(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return plain && (url.protocol === 'http:' || url.protocol === 'https:') ? url : undefined;
}

/** The files of the client certificate, and the settings that name them. */
export function clientCertificateFiles({ clientCert, clientKey }: UpstreamSettings) {
  if (clientCert === undefined || clientKey === undefined) return undefined;
  return {
    cert: { path: clientCert, setting: upstreamTable.clientCert.variable },
    key: { path: clientKey, setting: upstreamTable.clientKey.variable },
  };
}
