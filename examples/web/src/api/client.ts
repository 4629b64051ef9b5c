import { type Cache, cacheExchange } from '@urql/exchange-graphcache';
import { createClient } from 'graphql-ws';
import { Client, fetchExchange, mapExchange, subscriptionExchange } from 'urql';
import { keyless, schema } from '../generated/cache-schema.ts';
import { endpoint } from './config.ts';
import { gatewayReached, retryDelay } from './connection.ts';

/** Builds may have come to a workspace or gone on: what is kept of the lists is read again. */
function forgetLists(cache: Cache): void {
  for (const { fieldKey, fieldName } of cache.inspectFields('Query')) {
    if (fieldName.startsWith('workspaces')) cache.invalidate('Query', fieldKey);
  }
}

/**
 * A normalized cache: a build is one object wherever it is shown, so an event of `buildUpdated` moves its row in every
 * list as well. It knows the schema, and with it the possible types of the mutations' results.
 */
function cache() {
  return cacheExchange({
    schema,
    keys: Object.fromEntries(keyless.map((type) => [type, () => null])),
    updates: {
      Mutation: {
        createBuild: (_result, _args, cache) => forgetLists(cache),
        cancelBuild: (_result, _args, cache) => forgetLists(cache),
      },
    },
  });
}

/** Speaks to the gateway as one identity; `token` undefined: requests carry none. */
export function createApiClient(token: string | undefined): Client {
  // Nothing has to close it: graphql-ws does when its last subscription has ended.
  const socket = createClient({
    url: endpoint.replace(/^http/, 'ws'),
    connectionParams: token === undefined ? {} : { 'Coder-Session-Token': token },
    // Feeds of states begin with how things are, so they may begin again as often as it takes.
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, retryDelay(retries))),
    keepAlive: 15_000,
    on: {
      connected: () => gatewayReached(true),
      closed: (event) => {
        const { code } = event as { code?: number };
        if (code !== 1000) gatewayReached(false);
      },
    },
  });
  return new Client({
    url: endpoint,
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetchOptions: () => ({ headers: token === undefined ? {} : { 'Coder-Session-Token': token } }),
    exchanges: [
      cache(),
      mapExchange({
        onResult: ({ error, operation }) => {
          if (operation.kind !== 'subscription') gatewayReached(error?.networkError === undefined);
        },
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe<Record<string, unknown>>(
              { query, variables: variables as Record<string, unknown> },
              {
                next: ({ data, errors }) => sink.next({ data: data ?? null, ...(errors && { errors: [...errors] }) }),
                error: (error) => sink.error(error),
                complete: () => sink.complete(),
              },
            ),
          }),
        }),
      }),
    ],
  });
}
