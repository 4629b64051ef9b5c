import { pino } from 'pino';
import type { Settings } from '../../config.ts';

/** Lines are written together when they have this many bytes, or after `FLUSH_MS`. */
const BUFFER_BYTES = 15 * 1024;
const FLUSH_MS = 200;
/** What may wait for a reader of stderr that does not read; lines beyond it are lost, rather than the memory. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

/** The process's log, on stderr: stdout is for what the command was asked to print. */
export function createLog({ logLevel, logFormat }: Pick<Settings, 'logLevel' | 'logFormat'>): pino.Logger {
  const options = { level: logLevel, base: null };
  if (logFormat === 'json') {
    // A write for each line would take a fifth of the time of a small request. What waits is written on exit as well.
    const buffered = { sync: false, minLength: BUFFER_BYTES, periodicFlush: FLUSH_MS, maxLength: MAX_WAITING_BYTES };
    return pino(options, pino.destination({ dest: 2, ...buffered }));
  }
  return pino({
    ...options,
    transport: {
      target: 'pino-pretty',
      options: { destination: 2, ignore: 'pid,hostname', translateTime: 'HH:MM:ss', singleLine: true },
    },
  });
}
