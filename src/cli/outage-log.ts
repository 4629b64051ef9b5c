import type { Logger } from 'pino';

const QUIET_MS = 60_000;

/** What went wrong below HTTP, in a word: a code such as ECONNREFUSED where there is one. */
export function causeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message;
}

/** Tells the operator why Coder does not answer: each cause at most once a minute, however many requests it fails. */
export function outageLog(log: Logger, now: () => number = Date.now): (error: Error) => void {
  const lastLoggedAt = new Map<string, number>();
  return (error) => {
    const cause = causeOf(error);
    if (now() - (lastLoggedAt.get(cause) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
    // Messages without a code may be of any number.
    if (lastLoggedAt.size > 100) lastLoggedAt.clear();
    lastLoggedAt.set(cause, now());
    log.warn({ cause }, 'Coder does not answer');
  };
}
