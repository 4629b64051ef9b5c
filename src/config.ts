import { type CallerSettings, callerTable } from './config-callers.ts';
import { readOperationsFile } from './config-operations.ts';
import { type PageSettings, pageTable } from './config-pages.ts';
import { type ProcessSettings, processTable } from './config-process.ts';
import { type RedisSettings, redisProblems, redisTable } from './config-redis.ts';
import { certificateProblems, proxyProblems, type UpstreamSettings, upstreamTable } from './config-upstream.ts';
import {
  isServiceLink,
  limit,
  list,
  longestTimer,
  parseBasePath,
  parseHost,
  parseOrigin,
  type Setting,
  SettingProblem,
  type SettingsContext,
  toggle,
  wholeNumber,
} from './config-values.ts';

/** What the gateway runs with. Each entry is read from the variable of the same row in `table`. */
export interface Settings extends UpstreamSettings, CallerSettings, PageSettings, RedisSettings, ProcessSettings {
  host: string;
  port: number;
  /** Empty, or with a slash in front and none behind. */
  basePath: string;
  introspection: boolean;
  /** `same-machine` is what the gateway makes of `same-origin` where that is safe; the setting never has it. */
  allowedOrigins: 'same-origin' | 'same-machine' | '*' | readonly string[];
  allowedHosts: readonly string[] | undefined;
  maxDepth: number;
  maxAliases: number;
  maxTokens: number;
  maxDocumentKb: number;
  maxRequestKb: number;
  maxComplexity: number;
  maxUpstreamCalls: number;
  maxOperationMb: number;
  maxResponseMb: number;
  upstreamConcurrency: number;
  upstreamTimeoutMs: number;
  requestTimeoutMs: number;
  /** 0: nothing is kept. */
  cacheMb: number;
  /** Whether answers are compressed. */
  compression: boolean;
  /** Documents by their ids; undefined: every document runs. */
  persistedOperations: ReadonlyMap<string, string> | undefined;
  trace: boolean;
}

/** The one table of settings: parsing, `--help` and the README's table are made from it. */
const table: { readonly [Name in keyof Settings]: Setting<Settings[Name]> } = {
  ...upstreamTable,
  host: {
    variable: 'HOST',
    defaultText: '`127.0.0.1`',
    fallback: '127.0.0.1',
    expects: 'a host name or an IP address',
    parse: (text) => (/^[a-z0-9._:-]+$/i.test(text) ? text : undefined),
    meaning: 'Address to listen on.',
  },
  port: {
    variable: 'PORT',
    defaultText: '`4000`',
    fallback: 4000,
    ...wholeNumber(0, 65535),
    meaning: 'Port to listen on; 0 takes any free one.',
  },
  basePath: {
    variable: 'GATEWAY_BASE_PATH',
    defaultText: '`/`',
    fallback: '',
    expects: 'a path such as `/builds`, of letters, digits and `-._~`',
    parse: parseBasePath,
    meaning:
      'Path under which a proxy in front passes requests on without taking the path away. Behind one that strips it, nothing is needed.',
  },
  ...pageTable,
  introspection: {
    variable: 'GATEWAY_INTROSPECTION',
    defaultText: '`on`',
    fallback: true,
    ...toggle,
    meaning: 'Whether the schema may be asked for, also at `/schema.graphql`; off also hides “did you mean”.',
  },
  allowedOrigins: {
    variable: 'GATEWAY_ALLOWED_ORIGINS',
    defaultText: '`same-origin`',
    fallback: 'same-origin',
    expects:
      '`same-origin`, `*`, or origins separated by commas, such as `https://app.example.com`, `https://*.example.com` (its subdomains) or `capacitor://localhost`',
    parse: (text) => (text === '*' || text === 'same-origin' ? text : list(text, parseOrigin)),
    meaning:
      'Web pages that may send operations, by HTTP and by WebSocket. Same origin: the Origin’s host and port are those of Host.',
  },
  allowedHosts: {
    variable: 'GATEWAY_ALLOWED_HOSTS',
    defaultText: 'loopback names and `HOST:PORT`',
    fallback: undefined,
    expects: 'host names, each with or without a port, separated by commas',
    parse: (text) => list(text, parseHost),
    meaning: 'Further Host headers that are answered while a fallback token is in force (DNS rebinding).',
  },
  maxDepth: limit(20, 'Deepest nesting of a document.')('GATEWAY_MAX_DEPTH'),
  maxAliases: limit(30, 'Aliases in a document.')('GATEWAY_MAX_ALIASES'),
  maxTokens: limit(2000, 'Tokens in a document.')('GATEWAY_MAX_TOKENS'),
  maxDocumentKb: limit(64, 'Text of a document in KiB, comments included.', 1024)('GATEWAY_MAX_DOCUMENT_KB'),
  maxRequestKb: limit(
    256,
    'One request body or WebSocket message in KiB. Only the upload of a provisioner state over HTTP, with a token that Coder knows, may be as large as `GATEWAY_MAX_RESPONSE_MB` allows.',
    65_536,
  )('GATEWAY_MAX_REQUEST_KB'),
  maxComplexity: limit(
    50_000,
    'Cost of a document: its fields times the sizes of its pages.',
  )('GATEWAY_MAX_COMPLEXITY'),
  maxUpstreamCalls: limit(
    500,
    'Upstream requests that one query, mutation or subscription event may cause.',
  )('GATEWAY_MAX_UPSTREAM_CALLS'),
  maxOperationMb: limit(
    64,
    'Upstream answers in MiB, together, that one query or subscription event may cause; also the bound of its own answer.',
    65_536,
  )('GATEWAY_MAX_OPERATION_MB'),
  maxResponseMb: limit(
    16,
    'Largest upstream answer in MiB; also the bound of a provisioner state.',
    256,
  )('GATEWAY_MAX_RESPONSE_MB'),
  ...callerTable,
  upstreamConcurrency: limit(64, 'Upstream requests in flight.')('GATEWAY_UPSTREAM_CONCURRENCY'),
  upstreamTimeoutMs: limit(
    10_000,
    'Time for one upstream request, headers and body.',
    longestTimer,
  )('GATEWAY_UPSTREAM_TIMEOUT_MS'),
  requestTimeoutMs: limit(
    30_000,
    'Time for one query, mutation or subscription event.',
    longestTimer,
  )('GATEWAY_REQUEST_TIMEOUT_MS'),
  cacheMb: {
    variable: 'GATEWAY_CACHE_MB',
    defaultText: '`64`',
    fallback: 64,
    ...wholeNumber(0, 65_536),
    meaning:
      'Memory in MiB for answers of Coder: those that cannot change any more, and the last of each URL, which is not parsed again while it stays the same; 0 keeps none.',
  },
  ...redisTable,
  compression: {
    variable: 'GATEWAY_COMPRESSION',
    defaultText: '`on`',
    fallback: true,
    ...toggle,
    meaning:
      'Whether answers of more than 1 KiB are compressed for clients that ask for it (brotli, gzip). Off where a proxy in front does that.',
  },
  persistedOperations: {
    variable: 'GATEWAY_PERSISTED_OPERATIONS',
    defaultText: 'none',
    fallback: undefined,
    expects: 'the path of a JSON file of documents by their ids, as codegen, Relay or Apollo write it',
    parse: (text) => (text === '' ? undefined : readOperationsFile(text)),
    meaning: 'The operations that run; when set, nothing else does, introspection included.',
  },
  trace: {
    variable: 'GATEWAY_TRACE',
    defaultText: '`off`',
    fallback: false,
    ...toggle,
    meaning: '`extensions.upstream` on every answer; a request may ask for it with `X-Upstream-Trace: 1`.',
  },
  ...processTable,
};

type Name = keyof Settings;
type AnySetting = Setting<Settings[Name]>;

const rows = Object.entries(table) as [Name, AnySetting][];

/** The variable of each setting, for messages that name it. */
export const settingNames = Object.fromEntries(rows.map(([name, { variable }]) => [name, variable])) as Readonly<
  Record<Name, string>
>;

export interface Sources extends Partial<SettingsContext> {
  env: Readonly<Record<string, string | undefined>>;
  /** Values given as flags, by flag without dashes; they win over the environment. `true`: the flag stood alone. */
  flags?: ReadonlyMap<string, string | true>;
  /** Values given by the name of their setting; they win over both. */
  values?: ReadonlyMap<string, string>;
}

export type SettingsResult = { settings: Settings; problems?: never } | { problems: string[]; settings?: never };

/** `GATEWAY_MAX_DEPTH` is also `--gateway-max-depth`. */
export function flagOf(variable: string): string {
  return variable.toLowerCase().replaceAll('_', '-');
}

/** What may be wrong with settings together, each of which is right by itself. */
const combinations: readonly (readonly [names: Name[], problemsOf: (settings: Settings) => string[]])[] = [
  [['clientCert', 'clientKey'], certificateProblems],
  [['coderUrl', 'httpsProxy', 'httpProxy', 'noProxy'], proxyProblems],
  [['redisUrl', 'redisSecret', 'coderUrl'], redisProblems],
];

/** All settings, or every problem that they have. An empty variable counts as unset. */
export function readSettings({
  env,
  flags = new Map(),
  values: texts = new Map(),
  terminal = false,
  ...rest
}: Sources): SettingsResult {
  const context = { terminal, production: rest.production ?? env.NODE_ENV === 'production' };
  const problems: string[] = [];
  const wrong = new Set<Name>();
  const known = new Set(rows.map(([, { variable }]) => flagOf(variable)));
  for (const flag of flags.keys()) {
    if (!known.has(flag)) problems.push(`--${flag}: there is no such flag; --help lists them all`);
  }
  const values = rows.map(([name, setting]) => {
    const flag = flagOf(setting.variable);
    const named = texts.get(name);
    const given = named ?? flags.get(flag);
    const text = given === true ? (setting.toggle ? 'on' : '') : (given ?? fromEnvironment(setting, env))?.trim();
    const label =
      named !== undefined ? `${name} (${setting.variable})` : given === undefined ? setting.variable : `--${flag}`;
    const unset = text === undefined || (given === undefined && (text === '' || isServiceLink(setting.variable, text)));
    if (unset) return [name, fallbackOf(setting, context)];
    try {
      const value = setting.parse(text);
      if (value === undefined) throw new SettingProblem(`got ${shown(setting, text)}, expected ${setting.expects}`);
      return [name, value];
    } catch (error) {
      if (!(error instanceof SettingProblem)) throw error;
      problems.push(`${label}: ${error.message}`);
      wrong.add(name);
      return [name, undefined];
    }
  });
  const settings = Object.fromEntries(values) as Settings;
  for (const [names, problemsOf] of combinations) {
    if (!names.some((name) => wrong.has(name))) problems.push(...problemsOf(settings));
  }
  return problems.length > 0 ? { problems } : { settings };
}

function fromEnvironment({ variable, lowerCase }: AnySetting, env: Sources['env']): string | undefined {
  return (lowerCase && env[variable.toLowerCase()]) || env[variable];
}

function shown({ secret }: AnySetting, text: string): string {
  return secret ? 'a value that is not shown' : JSON.stringify(text.replace(/\/\/[^/@]*@/, '//…@'));
}

function fallbackOf({ fallback }: AnySetting, context: SettingsContext): Settings[Name] {
  return typeof fallback === 'function' ? fallback(context) : fallback;
}

/** The settings as a table in Markdown, as it stands in the README. */
export function settingsTable(): string {
  const lines = rows.map(
    ([, { variable, defaultText, expects, meaning }]) =>
      `| \`${variable}\` | ${defaultText} | ${meaning} Expects ${expects}. |`,
  );
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...lines].join('\n');
}

/** The settings as `--help` shows them. */
export function settingsHelp(): string {
  return rows
    .map(([, { variable, defaultText, expects, meaning }]) =>
      `  --${flagOf(variable)}  (${variable}; default: ${defaultText})\n      ${meaning}\n      Expects ${expects}.`.replaceAll(
        '`',
        '',
      ),
    )
    .join('\n');
}
