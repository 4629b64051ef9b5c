import { createClient } from 'graphql-sse';
import { FOLLOW, type LogEvent, lastIdOf } from './feed.ts';

/** Each retry of this client sends the variables that it has, so `after` is kept up to date in them. */
export async function* followBySse(url: string, token: string, buildId: string): AsyncGenerator<LogEvent> {
  const client = createClient({ url, headers: { 'Coder-Session-Token': token } });
  const variables: { buildId: string; after: string | null } = { buildId, after: null };
  try {
    for await (const result of client.iterate<{ buildLogs: LogEvent }>({ query: FOLLOW, variables })) {
      variables.after = lastIdOf(result) ?? variables.after;
      if (result.errors?.[0]) throw result.errors[0];
      if (result.data) yield result.data.buildLogs;
    }
  } finally {
    client.dispose();
  }
}
