import { Client } from 'undici';
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
  /** The answer's text; throws unless it is a 200. */
  ask(body: string): Promise<string>;
  stop(): Promise<void>;
}

export const requestHeaders = {
  'content-type': 'application/json',
  accept: 'application/json',
  'coder-session-token': TOKEN,
};

/** How long a server may take until it answers. */
const START_MS = 20_000;

/** Starts a server and waits for its first answer, that to `{ __typename }`. */
export async function startServer(spec: ServerSpec, upstream: string): Promise<Server> {
  const port = await freePort();
  const child = startChild({ core: 'server', ...spec.launch({ port, upstream }) });
  const origin = `http://127.0.0.1:${port}`;
  const client = new Client(origin, { pipelining: 1 });
  const server: Server = {
    spec,
    pid: child.pid,
    port,
    url: origin + spec.path,
    body: (operation, variables) => requestBody(spec, operation, variables),
    async ask(body) {
      const response = await client.request({ method: 'POST', path: spec.path, headers: requestHeaders, body });
      const text = await response.body.text();
      if (response.statusCode !== 200) throw new Error(`${spec.title}: ${response.statusCode} ${text.slice(0, 500)}`);
      return text;
    },
    async stop() {
      await client.destroy();
      await child.stop();
    },
  };
  await untilItListens(child, server);
  return server;
}

export function requestBody({ documents }: ServerSpec, operation: Operation, { id, first }: Variables): string {
  const variables = documents[operation] === '' ? { id, first } : operation === 'One' ? { id } : { first };
  return JSON.stringify({ operationName: operation, query: documents[operation], variables });
}

async function untilItListens(child: Child, server: Server): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline && child.process.exitCode === null) {
    try {
      // Whatever the status: some answer this only as a GraphQL server would, R and P not at all.
      await fetch(server.url, { method: 'POST', headers: requestHeaders, body: '{"query":"{ __typename }"}' });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  await server.stop();
  throw new Error(`${server.spec.title} does not start: ${child.output()}`);
}
