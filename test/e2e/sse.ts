import { onTestFinished } from 'vitest';
import type { BuildRow } from '../../src/embedded/state/rows.ts';
import { feedQuery, nothingYet, type Received, take } from './support.ts';

export interface StreamOptions {
  headers?: Record<string, string>;
  /** Awaited before each read: a client that takes its time. */
  pace?: () => Promise<void> | undefined;
}

export interface Stream extends Received {
  status: number;
}

/** Subscribes over SSE by `fetch` and reads until the end; `closed` tells of a stream that ended without `complete`. */
export function stream(
  url: string,
  token: string | null,
  query: string,
  variables: Record<string, unknown> = {},
  { headers = {}, pace }: StreamOptions = {},
): Stream {
  const leaving = new AbortController();
  const received: Stream = { ...nothingYet(), status: 0, stop: () => leaving.abort() };
  onTestFinished(() => leaving.abort());
  const run = async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(token !== null && { 'coder-session-token': token }),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
      signal: leaving.signal,
    });
    received.status = response.status;
    if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body) {
      received.errors = ((await response.json()) as { errors: [] }).errors;
      return;
    }
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body) {
      await pace?.();
      text += decoder.decode(chunk, { stream: true });
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) {
        const [, event, data] = /event: (\w+)\ndata: ?(.*)/.exec(message) ?? [];
        if (event === 'next') take(received, JSON.parse(data ?? ''));
        if (event === 'complete') received.completed = true;
      }
    }
    if (!received.completed) received.closed = 'ended';
  };
  received.finished = run().catch((error: unknown) => {
    received.closed = error;
  });
  return received;
}

export function followBySse(url: string, token: string | null, build: BuildRow, after?: string | null): Stream {
  return stream(url, token, feedQuery(), { id: build.id, after });
}
