import { pino } from 'pino';
import type { Settings } from '../../config.ts';
import { LogWriter } from './log-writer.ts';

const MAX_WAITING_BYTES = 16 * 1024 * 1024;

/** The log of a process, with what becomes of its lines. */
export interface ProcessLog {
  log: pino.Logger;
  /** Lines that were lost, because those before them were not read. */
  readonly lostLines: number;
  /** Resolves when all lines are written, or soon when nobody reads them. */
  flush(): Promise<void>;
}

export interface LogOptions extends Pick<Settings, 'logLevel' | 'logFormat'> {
  /** Where lines are written. @default stderr: stdout is for what the command was asked to print */
  fd?: number;
  /** @default 16 MiB */
  maxWaitingBytes?: number;
}

/** The process's log. It never waits for whoever reads it. */
export async function createLog({ logLevel, logFormat, ...options }: LogOptions): Promise<ProcessLog> {
  const { fd = 2, maxWaitingBytes = MAX_WAITING_BYTES } = options;
  const writer = new LogWriter({
    fd,
    maxWaitingBytes,
    onLost: (lines) => log.warn({ lines }, 'lines of the log were lost: nobody read those before them'),
  });
  const log = pino({ level: logLevel, base: null }, logFormat === 'json' ? writer : await prettyLines(writer));
  return {
    log,
    get lostLines() {
      return writer.lostLines;
    },
    flush: () => writer.flush(),
  };
}

/** Lines for people. They are formatted here: a worker of pino's would gather without a bound what nobody reads. */
async function prettyLines(writer: LogWriter): Promise<pino.DestinationStream> {
  const { prettyFactory } = await import('pino-pretty');
  const pretty = prettyFactory({ ignore: 'pid,hostname', translateTime: 'HH:MM:ss', singleLine: true });
  return { write: (line) => writer.write(pretty(line)) };
}
