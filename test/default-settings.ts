import { readSettings, type Settings } from '../src/config.ts';

/** The settings of an empty environment, changed where `changes` says so. */
export function defaultSettings(changes: Partial<Settings> = {}): Settings {
  const { settings } = readSettings({ env: {} });
  return { ...(settings as Settings), ...changes };
}
