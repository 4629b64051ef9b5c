import { ApolloClient, ApolloLink, HttpLink, Observable } from '@apollo/client';
import { OperationTypeNode, print } from 'graphql';
import type { Client } from 'graphql-ws';
import { cacheOfNodes } from './apollo-cache.ts';
import { lastIdOf } from './feed.ts';

/** Subscriptions over the socket, each resumed behind the last line that came. */
export function feedLink(client: Client): ApolloLink {
  return new ApolloLink(
    ({ query, operationName, variables }) =>
      new Observable<ApolloLink.Result>((observer) => {
        const payload = { query: print(query), operationName: operationName ?? null, variables: { ...variables } };
        return client.subscribe<Record<string, unknown>>(payload, {
          next(result) {
            payload.variables.after = lastIdOf(result) ?? payload.variables.after;
            observer.next(result as ApolloLink.Result);
          },
          error: (error) => observer.error(error),
          complete: () => observer.complete(),
        });
      }),
  );
}

export interface ApolloOptions {
  url: string;
  token: string;
  socket: Client;
  /** What the gateway serves at `/possibleTypes.json`, or `coder-graphql/possibleTypes.json`. */
  possibleTypes: Record<string, string[]>;
}

export function apolloClient({ url, token, socket, possibleTypes }: ApolloOptions): ApolloClient {
  const http = new HttpLink({ uri: url, headers: { 'Coder-Session-Token': token } });
  return new ApolloClient({
    cache: cacheOfNodes(possibleTypes),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      feedLink(socket),
      http,
    ),
  });
}
