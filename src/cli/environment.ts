import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

type Environment = Record<string, string | undefined>;

/** The environment, and beneath it what `.env` in the working directory says. */
export function readEnvironment(env: Environment = process.env, file = '.env'): Environment {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return env;
  }
  return { ...parseEnv(text), ...env };
}
