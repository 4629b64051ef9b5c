import { pino } from 'pino';
import type { Settings } from '../../config.ts';

/** Lines are written together when they have this many bytes, or after `FLUSH_MS`. */
const BUFFER_BYTES = 15 * 1024;
const FLUSH_MS = 200;
/** What may wait for a reader that does not read; lines beyond it are lost, rather than the memory. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;
/** How long the end of the process waits for such a reader. */
const LAST_FLUSH_MS = 500;

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
  /** When a flush that keeps the process waiting gives up. */
  let giveUpAt = Number.POSITIVE_INFINITY;
  /** Whether the last write has failed: the disk is full, or whoever read has left. */
  let failing = false;
  let lostLines = 0;
  let toldLines = 0;
  // A write for each line would take a fifth of the time of a small request. What waits is written on exit as well.
  const destination = pino.destination({
    dest: fd,
    sync: false,
    minLength: BUFFER_BYTES,
    periodicFlush: FLUSH_MS,
    maxLength: maxWaitingBytes,
    retryEAGAIN: () => performance.now() < giveUpAt,
  });
  // In the place of pino's listeners: one writes no line any more once a reader has left, and fails with any other error.
  // What could not be written waits like what nobody reads, and is tried again with the next flush.
  destination.removeAllListeners('error');
  destination.on('error', () => {
    failing = true;
  });
  destination.on('write', () => {
    failing = false;
  });
  const flushSync = destination.flushSync.bind(destination);
  destination.flushSync = () => {
    giveUpAt = performance.now() + LAST_FLUSH_MS;
    try {
      // It would try for ever what cannot be written, and tell nobody. An ordinary flush that does not wait tells.
      Object.assign(destination, { sync: true });
      destination.flush();
      if (!failing) flushSync();
    } catch {
      // Nobody reads the log, and the process is not to wait for that.
    }
    Object.assign(destination, { sync: false });
    giveUpAt = Number.POSITIVE_INFINITY;
  };
  const log = pino(
    { level: logLevel, base: null },
    logFormat === 'json' ? destination : await prettyLines((line) => destination.write(line)),
  );
  destination.on('drop', () => {
    lostLines += 1;
  });
  destination.on('drain', () => {
    if (lostLines === toldLines) return;
    const lines = lostLines - toldLines;
    toldLines = lostLines;
    log.warn({ lines }, 'lines of the log were lost: nobody read those before them');
  });
  return {
    log,
    get lostLines() {
      return lostLines;
    },
    flush: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, LAST_FLUSH_MS);
        destination.flush(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}

/** Lines for people. They are formatted here: a worker of pino's would gather without a bound what nobody reads. */
async function prettyLines(write: (line: string) => void): Promise<pino.DestinationStream> {
  const { prettyFactory } = await import('pino-pretty');
  const pretty = prettyFactory({ ignore: 'pid,hostname', translateTime: 'HH:MM:ss', singleLine: true });
  return { write: (line) => write(pretty(line)) };
}
