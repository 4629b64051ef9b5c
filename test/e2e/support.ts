import { type Client, type ClientOptions, createClient } from 'graphql-ws';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { BuildRow } from '../../src/embedded/state/rows.ts';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { quick, until } from '../feeds/support.ts';
import { startGateway, type TestGateway, type TestOptions, type Wire } from '../support.ts';

export { until } from '../feeds/support.ts';

export interface World extends TestGateway {
  /** Of GraphQL over HTTP and SSE. */
  url: string;
}

/** The real gateway on a port of its own, over the embedded Coder; both closed with the test. */
export async function startWorld(options: TestOptions = {}): Promise<World> {
  const world = await startGateway({ ...options, feeds: { ...quick, ...options.feeds } });
  await world.gateway.listen();
  return { ...world, url: `${world.gateway.url}/graphql` };
}

let names = 0;

/** A build that the test drives by hand. */
export function runningBuild(embedded: TestCoder): BuildRow {
  const workspace = embedded.control.createWorkspace({ name: `e2e-${++names}` });
  return embedded.control.createBuild(workspace, {}, { hold: 'running' });
}

export interface ConnectOptions extends Partial<ClientOptions> {
  /** Of the upgrade. */
  headers?: Record<string, string>;
  /** Called with each socket that is opened. */
  opened?: (socket: WebSocket) => void;
}

/** A graphql-ws client that does not retry, disposed of with the test. */
export function connect(url: string, token: string | null, options: ConnectOptions = {}): Client {
  const { headers, opened, ...rest } = options;
  class Socket extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols, headers ? { headers } : {});
      opened?.(this);
    }
  }
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: Socket,
    retryAttempts: 0,
    onNonLazyError: () => {},
    ...(token !== null && { connectionParams: { 'Coder-Session-Token': token } }),
    ...rest,
  });
  onTestFinished(() => client.terminate());
  return client;
}

export const LINE = 'id createdAt source level stage output';

export const feedQuery = (line = LINE) => `subscription Feed($id: ID!, $after: ID) {
  buildLogs(buildId: $id, after: $after) {
    ... on BuildLogBatch { logs { ${line} } lastId }
    ... on BuildLogEnd { lastId build { uuid status job { status completedAt } } }
  }
}`;

export interface Line {
  id: string;
  [field: string]: string;
}

/** What one operation got, over whatever transport. */
export interface Received {
  /** Every `next`. */
  events: Wire[];
  lines: Line[];
  lastId: string | null;
  /** The end event. */
  end: Wire;
  /** Of the event that carried errors, or of the protocol's error message. */
  errors: Wire[] | undefined;
  completed: boolean;
  /** How the transport ended it otherwise. */
  closed: Wire;
  finished: Promise<void>;
  stop: () => void;
}

export function nothingYet(): Received {
  return {
    events: [],
    lines: [],
    lastId: null,
    end: undefined,
    errors: undefined,
    completed: false,
    closed: undefined,
    finished: Promise.resolve(),
    stop: () => {},
  };
}

export function take(received: Received, event: Wire): void {
  received.events.push(event);
  if (event.errors) received.errors = event.errors;
  const feed = event.data?.buildLogs ?? event.data?.agentLogs;
  if (!feed) return;
  if (!feed.logs) {
    received.end = feed;
    return;
  }
  for (const line of feed.logs) received.lines.push(line);
  received.lastId = feed.lastId;
}

/** Subscribes over WebSocket and reads until the end. */
export function subscribe(client: Client, query: string, variables: Record<string, unknown> = {}): Received {
  const received = nothingYet();
  received.finished = new Promise((resolve) => {
    received.stop = client.subscribe(
      { query, variables },
      {
        next: (event) => take(received, event),
        error: (error) => {
          if (Array.isArray(error)) received.errors = error;
          else received.closed = error;
          resolve();
        },
        complete: () => {
          received.completed = true;
          resolve();
        },
      },
    );
  });
  return received;
}

export function follow(client: Client, build: BuildRow, after?: string | null): Received {
  return subscribe(client, feedQuery(), { id: build.id, after });
}

/** The log by REST, as the graph shows its lines. */
export async function restLog(embedded: TestCoder, build: BuildRow): Promise<Line[]> {
  const answer = await fetch(`${embedded.url}/api/v2/workspacebuilds/${build.id}/logs`, {
    headers: { 'coder-session-token': embedded.user('mira').token },
  });
  return ((await answer.json()) as Record<string, string>[]).map((line) => ({
    id: String(line.id),
    createdAt: String(line.created_at),
    source: String(line.log_source).toUpperCase(),
    level: String(line.log_level).toUpperCase(),
    stage: String(line.stage),
    output: String(line.output),
  }));
}

/** Nobody follows, watches or reads any more, here or at Coder. */
export async function untilAllIsQuiet({ feeds, embedded }: World, ms = 1_000): Promise<void> {
  await until(
    'no feed and no socket is left',
    () => Object.values(feeds.stats()).every((count) => count === 0) && embedded.sockets().total === 0,
    ms,
  );
}
