import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

type Environment = Record<string, string | undefined>;

/** The environment, and beneath it what `.env` in the working directory says. Throws when that is no UTF-8. */
export function readEnvironment(env: Environment = process.env, file = '.env'): Environment {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return env;
  }
  // No text in UTF-8 has a zero byte; in UTF-16 every Latin letter has one.
  if (bytes.includes(0) || (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new Error(`${file}: got a file in UTF-16, expected UTF-8; save it again with that encoding`);
  }
  // The decoder passes over a byte order mark, which would otherwise be part of the first name.
  return { ...parseEnv(new TextDecoder().decode(bytes)), ...env };
}
