import { longestTimer, oneOf, type Setting, wholeNumber } from './config-values.ts';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];
const logFormats = ['pretty', 'json'] as const;
export type LogFormat = (typeof logFormats)[number];

/** How the process tells what it does, and how it ends. */
export interface ProcessSettings {
  drainDelayMs: number;
  /** Undefined: `/metrics` stays on the port of everything else. */
  metricsPort: number | undefined;
  /** Where spans are delivered; undefined: there are none. */
  otlpEndpoint: URL | undefined;
  logLevel: LogLevel;
  logFormat: LogFormat;
}

export const processTable: { readonly [Name in keyof ProcessSettings]: Setting<ProcessSettings[Name]> } = {
  drainDelayMs: {
    variable: 'GATEWAY_DRAIN_DELAY_MS',
    defaultText: '`0`',
    fallback: 0,
    ...wholeNumber(0, longestTimer),
    meaning:
      'After SIGTERM: `/readyz` says that the process drains, but it serves whoever comes, for this long. For load balancers, which need a while to notice.',
  },
  metricsPort: {
    variable: 'GATEWAY_METRICS_PORT',
    defaultText: 'the same port',
    fallback: undefined,
    ...wholeNumber(0, 65535),
    meaning: 'A port of its own for `/metrics`. A service link of Kubernetes (`tcp://…`) does not count.',
  },
  otlpEndpoint: {
    variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    defaultText: 'none',
    fallback: undefined,
    expects: 'an http or https URL without query or fragment, such as `http://collector:4318`',
    parse: parseEndpoint,
    meaning: 'Collector of OpenTelemetry that gets traces, by OTLP over HTTP. Without it there are none.',
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    defaultText: '`info`',
    fallback: 'info',
    ...oneOf(logLevels),
    meaning: 'Least severe log entry that is written.',
  },
  logFormat: {
    variable: 'LOG_FORMAT',
    defaultText: '`pretty` on a terminal, else `json`',
    fallback: ({ terminal }) => (terminal ? 'pretty' : 'json'),
    ...oneOf(logFormats),
    meaning: 'How log entries are written.',
  },
};

/** Spans go to a path below it, which would land behind a query. */
function parseEndpoint(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '' ? url : undefined;
}
