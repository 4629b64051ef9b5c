import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import type { IntrospectionQuery } from 'graphql';
import type { Client as SocketClient } from 'graphql-ws';
import { lastIdOf } from './feed.ts';

/** Subscriptions over the socket, each resumed behind the last line that came. */
export function feeds(socket: SocketClient) {
  return subscriptionExchange({
    forwardSubscription({ query, variables }) {
      const payload = { query: query ?? '', variables: { ...variables } as Record<string, unknown> };
      return {
        subscribe: (sink) => ({
          unsubscribe: socket.subscribe<Record<string, unknown>>(payload, {
            next(result) {
              payload.variables.after = lastIdOf(result) ?? payload.variables.after;
              sink.next({ data: result.data ?? null, ...(result.errors && { errors: [...result.errors] }) });
            },
            error: (error) => sink.error(error),
            complete: () => sink.complete(),
          }),
        }),
      };
    },
  });
}

/** Only nodes are known by their id: everything else is kept inside the object that shows it. */
function keysOf({ __schema: { types } }: IntrospectionQuery): Record<string, () => null> {
  const objects = types.filter((type) => type.kind === 'OBJECT');
  const embedded = objects.filter(({ interfaces }) => !interfaces.some(({ name }) => name === 'Node'));
  return Object.fromEntries(embedded.map(({ name }) => [name, () => null]));
}

export interface UrqlOptions {
  url: string;
  token: string;
  socket: SocketClient;
  /** What the gateway serves at `/introspection.json`, or `coder-graphql/introspection.json`. */
  schema: IntrospectionQuery;
}

export function urqlClient({ url, token, socket, schema }: UrqlOptions): Client {
  return new Client({
    url,
    preferGetMethod: false,
    fetchOptions: { headers: { 'Coder-Session-Token': token } },
    exchanges: [
      cacheExchange({
        schema,
        resolvers: { Query: { workspaces: relayPagination() }, Workspace: { builds: relayPagination() } },
        keys: keysOf(schema),
      }),
      fetchExchange,
      feeds(socket),
    ],
  });
}
