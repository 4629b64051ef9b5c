import { FOLLOW, type LogEvent } from './feed.ts';

export async function* follow(url: string, token: string, buildId: string): AsyncGenerator<LogEvent> {
  let after: string | null = null;
  for (let pause = 250; ; pause = Math.min(pause * 2, 10_000)) {
    try {
      const response: Response = await fetch(url, {
        method: 'POST',
        headers: { accept: 'text/event-stream', 'content-type': 'application/json', 'coder-session-token': token },
        body: JSON.stringify({ query: FOLLOW, variables: { buildId, after } }),
      });
      for await (const result of events(response)) {
        const [error] = result.errors ?? [];
        if (error && error.extensions.code !== 'UPSTREAM_UNAVAILABLE') throw new FeedError(error.message);
        if (!result.data) continue;
        const event = result.data.buildLogs;
        after = event.lastId ?? after;
        pause = 250;
        yield event;
        if (event.__typename === 'BuildLogEnd') return;
      }
    } catch (error) {
      // Anything else is the connection's.
      if (error instanceof FeedError) throw error;
    }
    // The stream is over without an end event: once more, from where it was.
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

class FeedError extends Error {}

interface FeedResult {
  data?: { buildLogs: LogEvent } | null;
  errors?: { message: string; extensions: { code: string } }[];
}

/** The results of `event: next`; other events and comments are left out. */
async function* events(response: Response): AsyncGenerator<FeedResult> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
    // Too many connections or operations: that passes, like a loss of the connection.
    if (response.status === 429 || response.status === 503) throw new Error(`status ${response.status}`);
    const { errors } = (await response.json()) as FeedResult;
    throw new FeedError(errors?.[0]?.message ?? `status ${response.status}`);
  }
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      if (!lines.includes('event: next')) continue;
      yield JSON.parse(
        lines
          .filter((line) => line.startsWith('data: '))
          .map((line) => line.slice(6))
          .join('\n'),
      );
    }
  }
}
