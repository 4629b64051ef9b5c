/** What a default may depend on. */
export interface SettingsContext {
  production: boolean;
  terminal: boolean;
}

/** One row of the table of settings. */
export interface Setting<Value> {
  variable: string;
  /** How the default reads in `--help` and in the README. */
  defaultText: string;
  fallback: Value | ((context: SettingsContext) => Value);
  /** What a value must be: the end of the sentence "expected …". */
  expects: string;
  /** Undefined says that the text is not what the setting expects; a thrown `SettingProblem` says what is wrong. */
  parse: (text: string) => Value | undefined;
  meaning: string;
  /** Its value is never shown, not even in the complaint about it. */
  secret?: true;
  /** The flag may stand alone and then means "on". */
  toggle?: true;
  /** The variable is also read in lower case, which wins, as curl reads it. */
  lowerCase?: true;
}

/** What exactly is wrong with a value, where "expected …" would not help. It never quotes a secret. */
export class SettingProblem extends Error {}

/** Beyond this setTimeout fires at once. */
export const longestTimer = 2 ** 31 - 1;

/** A setting's number from `minimum` to `maximum`, both included. */
export function wholeNumber(minimum: number, maximum = Number.MAX_SAFE_INTEGER) {
  const range = maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
  return {
    expects: `a whole number ${range}`,
    parse: (text: string) => {
      const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
      return value >= minimum && value <= maximum ? value : undefined;
    },
  };
}

/** A row for a limit: a whole number of 1 or more, whose default is `fallback`. */
export function limit(fallback: number, meaning: string, maximum?: number) {
  return (variable: string): Setting<number> => ({
    variable,
    defaultText: `\`${fallback}\``,
    fallback,
    ...wholeNumber(1, maximum),
    meaning,
  });
}

export const toggle = {
  expects: '`on` or `off`',
  parse: (text: string) => {
    if (/^(on|true|1|yes)$/i.test(text)) return true;
    return /^(off|false|0|no)$/i.test(text) ? false : undefined;
  },
  toggle: true,
} as const;

/** A setting's choice among names, in whatever case. */
export function oneOf<Name extends string>(names: readonly Name[]) {
  return {
    expects: `one of ${names.map((name) => `\`${name}\``).join(', ')}`,
    parse: (text: string) => names.find((name) => name === text.toLowerCase()),
  };
}

/** The items between commas; undefined when there is none, or when one is wrong. */
export function list<Item>(text: string, parse: (item: string) => Item | undefined): Item[] | undefined {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map(parse);
  return items.length === 0 || items.includes(undefined) ? undefined : (items as Item[]);
}

/** An origin as browsers send it, of any scheme that has a host; `http(s)://*.example.com` for all subdomains. */
export function parseOrigin(text: string): string | undefined {
  const origin = text.replace(/\/$/, '').toLowerCase();
  const wildcard = /^(https?:\/\/)\*\.([^/*]+\.[^/*.]+)$/.exec(origin);
  if (wildcard) {
    const domain = parseOrigin(`${wildcard[1]}${wildcard[2]}`);
    // A number is an address, which has no subdomains.
    return domain === undefined || /\.\d+$/.test(domain.replace(/:\d+$/, ''))
      ? undefined
      : domain.replace('//', '//*.');
  }
  if (!/^[a-z][a-z0-9+.-]*:\/\/(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/.test(origin)) return undefined;
  if (!URL.canParse(origin)) return undefined;
  // Only for the schemes of the web does URL know an origin; those of apps are written as they are sent.
  if (/^https?:/.test(origin)) return new URL(origin).origin === origin ? origin : undefined;
  return /^(file|data|blob|javascript|wss?|ftp):/.test(origin) ? undefined : origin;
}

/** A path prefix without the slash at its end; the root is empty. */
export function parseBasePath(text: string): string | undefined {
  const path = text.replace(/\/$/, '');
  return /^(\/(?!\.{1,2}(\/|$))[\w.~-]+)*$/.test(path) && text.startsWith('/') ? path : undefined;
}

/** What Kubernetes puts into the environment for a service `gateway-metrics`: not meant as our setting. */
export function isServiceLink(variable: string, text: string): boolean {
  return variable.endsWith('_PORT') && /^(tcp|udp|sctp):\/\/\S+:\d+$/.test(text);
}

/** A host as `Host` has it, with or without a port, in lower case. */
export function parseHost(text: string): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.test(text) ? text.toLowerCase() : undefined;
}
