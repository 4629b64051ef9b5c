import { readFileSync } from 'node:fs';
import type { Server } from 'node:net';
import type { Logger } from 'pino';

/** Descriptors for everything but connections: files, modules, DNS. */
const OWN = 64;
/** Milliseconds between two lines of the log about connections that are turned away. */
const LOG_MS = 10_000;

/**
 * Keeps descriptors free for the way to Coder: beyond the rest, new connections are closed at once and the log says so.
 * Without a bound, whoever opens connections would keep the gateway from calling Coder for those it has.
 *
 * @param upstream Connections to Coder that may be open at once.
 */
export function reserveDescriptors(server: Server, upstream: number, log: Logger): void {
  let loggedAt = Number.NEGATIVE_INFINITY;
  const tell = (cause: string) => {
    if (performance.now() - loggedAt < LOG_MS) return;
    loggedAt = performance.now();
    log.error({ cause }, 'new connections are turned away: raise the limit of open files (ulimit -n)');
  };
  // It goes on with the connections that it has, and accepts again when it can.
  server.on('error', ({ code, message }: NodeJS.ErrnoException) => tell(code ?? message));
  server.on('drop', () => tell('descriptors'));
  const limit = openFilesLimit();
  if (limit !== undefined) server.maxConnections = Math.max(Math.floor(limit / 2), limit - OWN - upstream);
}

/** Undefined: there is none, or none that is known. */
function openFilesLimit(): number | undefined {
  const limit = Number(softLimit());
  return Number.isNaN(limit) ? undefined : limit;
}

/** A number, its digits, or a word for none. */
function softLimit(): unknown {
  let limits = '';
  try {
    limits = readFileSync('/proc/self/limits', 'latin1');
  } catch {
    // Only Linux has the file.
  }
  const [, soft] = /^Max open files +(\w+)/m.exec(limits) ?? [];
  if (soft !== undefined) return soft;
  // It takes a hundred times as long: at a start that counts.
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } };
  return userLimits?.open_files?.soft;
}
