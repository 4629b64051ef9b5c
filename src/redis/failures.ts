/** Why Redis could not be used, as a label of the metrics. */
export class Unavailable extends Error {
  override readonly cause: string;

  constructor(cause: string) {
    super(`Redis cannot be used: ${cause}`);
    this.cause = cause;
  }
}

const CAUSES: readonly [prefix: string, cause: string][] = [
  ['OOM', 'full'],
  ['READONLY', 'read_only'],
  ['MISCONF', 'read_only'],
  ['NOREPLICAS', 'read_only'],
  ['LOADING', 'loading'],
  ['MASTERDOWN', 'loading'],
  ['BUSY', 'timeout'],
  ['WRONGTYPE', 'wrong_type'],
  ['NOAUTH', 'refused'],
  ['WRONGPASS', 'refused'],
  ['NOPERM', 'refused'],
  ['ERR', 'refused'],
];

/** What was wrong, in a few words that serve as a label. */
export function redisCause(error: unknown): string {
  if (error instanceof Unavailable) return error.cause;
  const { name = '', message = '' } = error instanceof Error ? error : {};
  if (name !== 'ReplyError') return 'connection';
  // A script's own failure is told with its line in front in some versions.
  const found = CAUSES.find(([prefix]) => new RegExp(`(^|[ -:@])${prefix}\\b`).test(message));
  return found?.[1] ?? 'refused';
}

/** What people look for: the code of a failed connection, or the first word of what Redis has answered. */
export function redisCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'ReplyError') return /^[A-Z]+/.exec(error.message)?.[0];
  const { code } = error as NodeJS.ErrnoException;
  // Of Sentinels there is only a text, which ends with the failure of the last one.
  return code ?? /Last error: .*?\b([A-Z_]{5,})\b/.exec(error.message)?.[1];
}
