import type { Client } from 'graphql-ws';
import { Environment, type GraphQLResponse, Network, Observable, RecordSource, Store } from 'relay-runtime';
import { lastIdOf } from './feed.ts';

export interface RelayOptions {
  url: string;
  token: string;
  socket: Client;
}

export function relayEnvironment({ url, token, socket }: RelayOptions): Environment {
  return new Environment({
    store: new Store(new RecordSource()),
    network: Network.create(
      async ({ text }, variables) => {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'coder-session-token': token },
          body: JSON.stringify({ query: text, variables }),
        });
        return (await response.json()) as GraphQLResponse;
      },
      ({ text, name }, variables) =>
        Observable.create((sink) => {
          const payload = { query: text ?? '', operationName: name, variables: { ...variables } };
          return socket.subscribe<Record<string, unknown>>(payload, {
            next(result) {
              payload.variables.after = lastIdOf(result) ?? payload.variables.after;
              sink.next(result as GraphQLResponse);
            },
            error: (error) => sink.error(error instanceof Error ? error : new Error(JSON.stringify(error))),
            complete: () => sink.complete(),
          });
        }),
    ),
  });
}
