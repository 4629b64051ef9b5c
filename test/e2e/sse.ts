import { onTestFinished } from 'vitest';
import type { BuildRow } from '../../src/embedded/state/rows.ts';
import { feedQuery, nothingYet, type Received, take } from './support.ts';

/** Ways of a subscription over HTTP: what the client accepts. */
export const SSE = 'text/event-stream';
export const MULTIPART = 'multipart/mixed;subscriptionSpec=1.0';

export interface StreamOptions {
  /** @default SSE */
  accept?: string;
  headers?: Record<string, string>;
  /** Awaited before each read: a client that takes its time. */
  pace?: () => Promise<void> | undefined;
}

export interface Stream extends Received {
  status: number;
}

/** Subscribes over HTTP by `fetch` and reads until the end; `closed` tells of a stream that ended without saying so. */
export function stream(
  url: string,
  token: string | null,
  query: string,
  variables: Record<string, unknown> = {},
  { accept = SSE, headers = {}, pace }: StreamOptions = {},
): Stream {
  const leaving = new AbortController();
  const received: Stream = { ...nothingYet(), status: 0, stop: () => leaving.abort() };
  onTestFinished(() => leaving.abort());
  const run = async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept,
        ...(token !== null && { 'coder-session-token': token }),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
      signal: leaving.signal,
    });
    received.status = response.status;
    const type = response.headers.get('content-type')?.split(';')[0] ?? '';
    if (!accept.startsWith(type) || !response.body) {
      received.errors = ((await response.json()) as { errors: [] }).errors;
      return;
    }
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body) {
      await pace?.();
      text += decoder.decode(chunk, { stream: true });
      const messages = text.split(accept === SSE ? '\n\n' : '\r\n--graphql');
      text = messages.pop() ?? '';
      for (const message of messages) {
        if (accept === SSE) takeEvent(received, message);
        else takePart(received, message);
      }
      if (accept === MULTIPART && text === '--\r\n') received.completed = true;
    }
    if (!received.completed) received.closed = 'ended';
  };
  received.finished = run().catch((error: unknown) => {
    received.closed = error;
  });
  return received;
}

function takeEvent(received: Stream, message: string): void {
  const [, event, data] = /event: (\w+)\ndata: ?(.*)/.exec(message) ?? [];
  if (event === 'next') take(received, JSON.parse(data ?? ''));
  if (event === 'complete') received.completed = true;
}

function takePart(received: Stream, part: string): void {
  const { payload, errors } = JSON.parse(part.split('\r\n\r\n')[1] ?? '{}');
  if (payload) take(received, payload);
  // What ends the subscription stands beside the payload.
  else if (errors) take(received, { data: null, errors });
}

export function followBySse(url: string, token: string | null, build: BuildRow, after?: string | null): Stream {
  return stream(url, token, feedQuery(), { id: build.id, after });
}
