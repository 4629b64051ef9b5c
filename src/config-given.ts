import { readSettings, type Settings, type SettingsResult, settingNames } from './config.ts';
import type { RedisAddress } from './config-redis.ts';

/** Settings of a process that listens by itself. */
const ofListening = ['host', 'port', 'metricsPort'] as const satisfies readonly (keyof Settings)[];

/** A setting as code gives it: what the environment has as text for want of anything else has its own type here. */
type Given<Value> = Value extends URL | RedisAddress
  ? URL | string
  : Value extends ReadonlyMap<string, string>
    ? string
    : Value;

/**
 * The settings by name, all optional. The README's table says what each means, by its variable (`maxDepth` is
 * `GATEWAY_MAX_DEPTH`); the environment is not read. A URL may be text, `redisUrl` is one, and `persistedOperations`
 * is the path of the file.
 */
export type GatewaySettings = {
  readonly [Name in keyof Settings as Exclude<Name, (typeof ofListening)[number]>]?: Given<Settings[Name]> | undefined;
};

/** Lists what is wrong with settings, each with its name, what came and what is expected. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/** Reads settings that are given as values, by the same rules as those of the environment. Throws a `SettingsError`. */
export function readGivenSettings(given: GatewaySettings): Settings {
  const problems: string[] = [];
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (ofListening.some((each) => each === name))
      problems.push(`${name}: got a setting of the program, expected none: your server listens`);
    else if (!Object.hasOwn(settingNames, name)) problems.push(`${name}: there is no such setting`);
    else values.set(name, textOf(value));
  }
  const production = process.env.NODE_ENV === 'production';
  const result: SettingsResult = readSettings({ env: {}, values, production });
  problems.push(...(result.problems ?? []));
  if (result.settings === undefined || problems.length > 0) throw new SettingsError(problems);
  return result.settings;
}

/** The value as the environment would have it. */
function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (value instanceof URL) return value.href;
  if (Array.isArray(value)) return value.join(',');
  // Headers, as a CSV record.
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, text]) => `"${`${name}=${text}`.replaceAll('"', '""')}"`)
      .join(',');
  }
  return String(value ?? '');
}
