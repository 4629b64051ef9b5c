import { type Client, createClient } from 'graphql-ws';
import { FOLLOW, type LogEvent, lastIdOf } from './feed.ts';

/** `url` is the gateway's, such as `http://127.0.0.1:4000/graphql`. */
export function socketClient(url: string, token: string): Client {
  return createClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams: { 'Coder-Session-Token': token },
    retryAttempts: Number.POSITIVE_INFINITY,
    // Also while nothing listens there; without this, only a connection that has been open is tried again.
    shouldRetry: () => true,
  });
}

/** Ends the subscription when the function that it returns is called. */
export function follow(
  client: Client,
  buildId: string,
  onEvent: (event: LogEvent) => void,
  onEnd: (error?: unknown) => void,
): () => void {
  const variables: { buildId: string; after: string | null } = { buildId, after: null };
  let failure: unknown;
  return client.subscribe<{ buildLogs: LogEvent }>(
    { query: FOLLOW, variables },
    {
      next(result) {
        // Before anything else: the connection may break at any moment.
        variables.after = lastIdOf(result) ?? variables.after;
        if (result.errors) failure = result.errors[0];
        if (result.data) onEvent(result.data.buildLogs);
      },
      error: onEnd,
      complete: () => onEnd(failure),
    },
  );
}
