import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

interface Line {
  id: string;
  output: string;
}

interface FeedEvent {
  data?: { buildLogs?: { lastId: string; logs?: Line[] } } | null;
}

export interface RoamingReader {
  /** Lines so far. */
  count: number;
  /** How often it came back. */
  resumes: number;
  /** Resolves to a digest of all its lines with the end event, or when the test gave up. */
  finished: Promise<string>;
}

export interface RoamingOptions {
  buildId: string;
  token: string;
  /** Where it subscribes next; another replica each time, perhaps. */
  url: () => string;
  transport: 'websocket' | 'sse';
  /** Ends the reader without the end event. */
  signal: AbortSignal;
}

const QUERY = `subscription($id: ID!, $after: ID) {
  buildLogs(buildId: $id, after: $after) { ... on LogEvent { lastId } ... on BuildLogBatch { logs { id output } } }
}`;

/** What a reader of these lines has to come to. */
export function digestOf(lines: readonly Partial<Line>[]): string {
  const digest = createHash('sha1');
  for (const { id, output } of lines) digest.update(`${id} ${output}\n`);
  return digest.digest('hex');
}

/**
 * A client that comes back with its last id, wherever it may, until it has the end event. It keeps no line: hundreds of
 * them stay in the memory of one process.
 */
export function roam({ buildId, token, url, transport, signal }: RoamingOptions): RoamingReader {
  const reader: RoamingReader = { count: 0, resumes: -1, finished: Promise.resolve('') };
  const digest = createHash('sha1');
  let after: string | null = null;
  let ended = false;
  const take = ({ data }: FeedEvent) => {
    const event = data?.buildLogs;
    if (!event) return;
    if (!event.logs) ended = true;
    for (const { id, output } of event.logs ?? []) digest.update(`${id} ${output}\n`);
    reader.count += event.logs?.length ?? 0;
    after = event.lastId;
  };
  const run = async () => {
    while (!ended && !signal.aborted) {
      reader.resumes++;
      const attempt = { url: url(), token, variables: { id: buildId, after }, take, signal };
      await (transport === 'sse' ? readEventStream(attempt) : readSocket(attempt)).catch(() => {});
      if (!ended) await sleep(100);
    }
    return digest.digest('hex');
  };
  reader.finished = run();
  return reader;
}

interface Attempt {
  url: string;
  token: string;
  variables: Record<string, unknown>;
  take: (event: FeedEvent) => void;
  signal: AbortSignal;
}

/** Resolves or rejects when the stream is over, however it ends. */
async function readEventStream({ url, token, variables, take, signal }: Attempt): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'coder-session-token': token },
    body: JSON.stringify({ query: QUERY, variables }),
    signal,
  });
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const data = /^event: next\ndata: (.*)/m.exec(message)?.[1];
      if (data) take(JSON.parse(data) as FeedEvent);
    }
  }
}

function readSocket({ url, token, variables, take, signal }: Attempt): Promise<void> {
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { 'Coder-Session-Token': token },
  });
  return new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    const sink = { next: (event: unknown) => take(event as FeedEvent), error: reject, complete: resolve };
    client.subscribe({ query: QUERY, variables }, sink);
  }).finally(() => client.dispose());
}
