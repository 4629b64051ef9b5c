import { FeedError, PassingFailure, TokenRefused } from './feed-error.ts';

export interface TokenOption {
  /**
   * A Coder session token, or what gives one: a function is asked at each connection. When it throws, it is asked again
   * as after a lost connection, up to six times in a row; a `FeedError` of its own ends the feed at once.
   */
  token?: Token | (() => Token | Promise<Token>);
}

/** There may be none, as `localStorage` has it. */
type Token = string | null | undefined;

/** How often in a row a token function may fail: about ten seconds, unless told to wait otherwise. */
const TRIES = 6;

/** The token of the options, as it is now. */
export async function tokenOf({ token }: TokenOption): Promise<Token> {
  return typeof token === 'function' ? token() : token;
}

/**
 * Gives the token for each connection. What a token function throws is a failure that passes, since most ask a server;
 * one that goes on failing has no token to give, and the feed fails.
 */
export function tokenTaker(options: TokenOption, signal: AbortSignal): () => Promise<string | undefined> {
  let failures = 0;
  return async () => {
    try {
      const token = (await unlessAborted(tokenOf(options), signal))?.trim();
      signal.throwIfAborted();
      failures = 0;
      // Some of these no header may have, so that `fetch` would fail as if the gateway could not be reached.
      if (token !== undefined && /[^!-~]/.test(token))
        throw new TokenRefused('The session token has spaces or non-ASCII characters.', 'UNAUTHENTICATED');
      return token;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof FeedError) throw error;
      const message = `The token function failed: ${error instanceof Error ? error.message : String(error)}`;
      const failure = ++failures < TRIES ? new PassingFailure(message) : new FeedError(message);
      failure.cause = error;
      throw failure;
    }
  };
}

/** Settles as the promise does, but at the latest when the signal is aborted. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let leave = () => {};
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
