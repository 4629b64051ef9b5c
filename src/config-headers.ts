import { SettingProblem } from './config-values.ts';

/** Names that the gateway or HTTP itself must set: a second value would break the request, or say who the caller is. */
const RESERVED = new Set([
  'accept',
  'accept-encoding',
  'coder-session-token',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  // Coder refuses a handshake with a foreign one.
  'origin',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'traceparent',
  'tracestate',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'x-request-id',
]);

/** One field of a CSV record: quoted, with quotes doubled inside, or bare. */
const FIELD = /(?:^|,)(?:\s*"((?:[^"]|"")*)"\s*|([^",]*))(?=,|$)/y;

/**
 * Headers as Coder's command line reads `CODER_HEADER`: one CSV record of `name=value`, split at the first `=`. Names
 * are in lower case. Throws a `SettingProblem` that names the header, never its value.
 */
export function parseHeaders(text: string): Record<string, string> | undefined {
  const fields = csvFields(text);
  if (fields === undefined) return undefined;
  const headers = new Map<string, string>();
  for (const [index, field] of fields.entries()) {
    const split = field.indexOf('=');
    if (split < 0) return undefined;
    const name = field.slice(0, split).trim().toLowerCase();
    const value = field.slice(split + 1).trim();
    // What is no name is not shown either: it may be a whole header in the form `name: value`.
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) {
      throw new SettingProblem(`header ${index + 1}, which is not shown, does not begin with a header name and "="`);
    }
    checkHeader(name, value);
    const before = headers.get(name);
    // Two lines of one name mean the same as one line (RFC 9110, 5.3; cookies: RFC 6265, 5.4).
    headers.set(name, before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`);
  }
  return Object.fromEntries(headers);
}

function checkHeader(name: string, value: string): void {
  if (RESERVED.has(name) || name.startsWith('sec-websocket-')) {
    throw new SettingProblem(`the header "${name}" cannot be given: the gateway sets it itself`);
  }
  if (!/^[\t\x20-\x7e]*$/.test(value)) {
    throw new SettingProblem(
      `the value of "${name}", which is not shown, has characters other than visible ASCII and blanks`,
    );
  }
  // Coder prefers the cookie to the header, so every caller would act as the cookie's user.
  if (name === 'cookie' && /(?:^|[;\s_-])coder_session_token=/i.test(value)) {
    throw new SettingProblem('the cookie "coder_session_token" cannot be given: a request has its caller’s own token');
  }
}

function csvFields(text: string): string[] | undefined {
  const fields: string[] = [];
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < text.length) {
    const [, quoted, bare] = FIELD.exec(text) ?? [];
    const field = quoted?.replaceAll('""', '"') ?? bare;
    if (field === undefined) return undefined;
    fields.push(field);
  }
  return fields;
}
