import { once } from 'node:events';
import { createConnection } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import type { Operation } from '../queries/documents.ts';
import type { ServerSpec } from '../servers/catalogue.ts';
import { TOKEN } from '../upstream/identifiers.ts';
import { type Child, freePort, startChild } from './child.ts';

export interface Variables {
  id: string;
  first: number;
}

/** A server that runs and can be asked. */
export interface Server {
  readonly spec: ServerSpec;
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  /** The body of the request that asks this. */
  body(operation: Operation, variables: Variables): string;
  /** The answer's text; throws unless it is a 200. One after another, on one connection. */
  ask(body: string): Promise<string>;
  /** The same on a connection of its own, at once. */
  askAlone(body: string): Promise<string>;
  stop(): Promise<void>;
}

export const requestHeaders = {
  'content-type': 'application/json',
  accept: 'application/json',
  'coder-session-token': TOKEN,
};

/** How long a server may take until it answers. */
const START_MS = 20_000;

/** Starts a server and waits until it takes connections. */
export async function startServer(spec: ServerSpec, upstream: string): Promise<Server> {
  const port = await freePort();
  const child = startChild({ core: 'server', ...spec.launch({ port, upstream }) });
  const origin = `http://127.0.0.1:${port}`;
  const client = new Client(origin, { pipelining: 1 });
  const post = async (dispatcher: Dispatcher, body: string): Promise<string> => {
    const options = { origin, method: 'POST', path: spec.path, headers: requestHeaders, body } as const;
    const response = await dispatcher.request(options);
    const text = await response.body.text();
    if (response.statusCode !== 200) throw new Error(`${spec.title}: ${response.statusCode} ${text.slice(0, 500)}`);
    return text;
  };
  const server: Server = {
    spec,
    pid: child.pid,
    port,
    url: origin + spec.path,
    body: (operation, variables) => requestBody(spec, operation, variables),
    ask: (body) => post(client, body),
    async askAlone(body) {
      const alone = new Client(origin);
      try {
        return await post(alone, body);
      } finally {
        await alone.close();
      }
    },
    async stop() {
      await client.destroy();
      await child.stop();
    },
  };
  await untilItListens(child, server);
  return server;
}

function requestBody({ documents }: ServerSpec, operation: Operation, { id, first }: Variables): string {
  const variables = documents[operation] === '' ? { id, first } : operation === 'One' ? { id } : { first };
  return JSON.stringify({ operationName: operation, query: documents[operation], variables });
}

async function untilItListens(child: Child, server: Server): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline && child.process.exitCode === null) {
    try {
      await connect(server.port);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
  await server.stop();
  throw new Error(`${server.spec.title} does not start: ${child.output()}`);
}

async function connect(port: number): Promise<void> {
  const socket = createConnection({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}
