import { print } from 'graphql';
import { FollowBuildDocument, type FollowBuildSubscription } from './generated/graphql.ts';
import { type Endpoint, GraphError, type WireError } from './request.ts';

export interface FollowBySseOptions extends Endpoint {
  buildId: string;
  /** The last line that is here already. */
  after?: string | null;
  /** Milliseconds before the connection is tried again; doubled each time, up to 10 s. */
  retryMs?: number;
}

interface Result {
  data?: FollowBuildSubscription | null;
  errors?: WireError[];
}

/**
 * Follows a build's log over SSE: batches, each line exactly once, at last the end. By `fetch`, since `EventSource`
 * sends no headers and the token could not go along.
 */
export async function* followBuildBySse({ url, token, buildId, after = null, retryMs = 250 }: FollowBySseOptions) {
  for (let pause = retryMs; ; pause = Math.min(pause * 2, 10_000)) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { accept: 'text/event-stream', 'content-type': 'application/json', 'coder-session-token': token },
        body: JSON.stringify({ query: print(FollowBuildDocument), variables: { buildId, after } }),
      });
      for await (const { data, errors } of results(response)) {
        const [error] = errors ?? [];
        if (error && error.extensions.code !== 'UPSTREAM_UNAVAILABLE') throw new GraphError(error);
        if (!data) continue;
        const event = data.buildLogs;
        if (event.__typename === 'BuildLogBatch') after = event.lastId;
        pause = retryMs;
        yield event;
        if (event.__typename === 'BuildLogEnd') return;
      }
    } catch (error) {
      // Anything else is the connection's.
      if (error instanceof GraphError) throw error;
    }
    // The stream is over without an end event: once more, from where it was.
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** The results of `event: next`; other events and comments are left out. */
async function* results(response: Response): AsyncGenerator<Result> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body) {
    const { errors } = (await response.json()) as Result;
    if (errors?.[0]) throw new GraphError(errors[0]);
    throw new Error(`The gateway answered ${response.status}.`);
  }
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      if (!lines.includes('event: next')) continue;
      const data = lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice('data: '.length));
      yield JSON.parse(data.join('\n'));
    }
  }
}
