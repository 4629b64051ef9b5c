import { pino } from 'pino';
import type { Settings } from '../config.ts';

/** The process's log, on stderr: stdout is for what the command was asked to print. */
export function createLog({ logLevel, logFormat }: Pick<Settings, 'logLevel' | 'logFormat'>): pino.Logger {
  const options = { level: logLevel, base: null };
  if (logFormat === 'json') return pino(options, pino.destination(2));
  return pino({
    ...options,
    transport: {
      target: 'pino-pretty',
      options: { destination: 2, ignore: 'pid,hostname', translateTime: 'HH:MM:ss', singleLine: true },
    },
  });
}
