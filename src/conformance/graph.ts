import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Rest } from './rules.ts';
import { coordinates, type SelectionOptions, selection } from './selection.ts';

export interface GraphError {
  message: string;
  extensions?: { code?: string };
}

/** Asks the gateway as a client would, and notes every field that it asks for. */
export class Graph {
  /** `Type.field` of all that was selected. */
  readonly visited = new Set<string>();
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** The selection set of a type in braces; it counts as visited. */
  select(type: string, options?: SelectionOptions): string {
    for (const coordinate of coordinates(type, options)) this.visited.add(coordinate);
    return `{ ${selection(type, options)} }`;
  }

  /** The value of one root field. Errors of fields below it show as differences; throws when nothing else came. */
  async field(root: 'Query' | 'Mutation', call: string, inner: string): Promise<unknown> {
    const name = /^\w+/.exec(call)?.[0] ?? '';
    this.visited.add(`${root}.${name}`);
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'coder-session-token': this.#token },
      body: JSON.stringify({ query: `${root === 'Query' ? 'query' : 'mutation'} { ${call} ${inner} }` }),
    });
    const { data, errors } = (await response.json()) as { data?: Rest | null; errors?: GraphError[] };
    const [error] = errors ?? [];
    const value = data?.[name] ?? null;
    if (error && value === null) throw new Error(`${name}: ${error.extensions?.code ?? ''} ${error.message}`);
    return value;
  }

  /** The events of one subscription; leaving the loop unsubscribes. */
  async *events(call: string, inner: string): AsyncGenerator<Rest> {
    const name = /^\w+/.exec(call)?.[0] ?? '';
    this.visited.add(`Subscription.${name}`);
    const client = createClient({
      url: this.#url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { 'Coder-Session-Token': this.#token },
      retryAttempts: 0,
    });
    try {
      for await (const { data, errors } of client.iterate({ query: `subscription { ${call} ${inner} }` })) {
        const [error] = errors ?? [];
        if (error) throw new Error(`${name}: ${error.message}`);
        yield (data as Rest)[name] as Rest;
      }
    } finally {
      await client.dispose();
    }
  }
}
