import { once } from 'node:events';
import { type Client, type ClientOptions, createClient } from 'graphql-ws';
import { expect, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Settings } from '../../../src/config.ts';
import type { GatewayOptions } from '../../../src/server/gateway.ts';
import { createStub } from '../stub-gateway.ts';

/** A gateway that listens until the test is over; `url` is that of its sockets. */
export async function serve(changes: Partial<Settings> = {}, options: Partial<GatewayOptions> = {}) {
  const stub = createStub(changes, options);
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  await stub.gateway.listen();
  return { stub, url: `${stub.gateway.url.replace('http', 'ws')}/graphql` };
}

/** A client that does not come back by itself; with the headers of its upgrade. */
export function connect(
  url: string,
  connectionParams: Record<string, unknown> = {},
  headers: Record<string, string> = {},
  options: Partial<ClientOptions> = {},
) {
  class Socket extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols, { headers });
    }
  }
  return createClient({
    url,
    connectionParams,
    webSocketImpl: Socket,
    retryAttempts: 0,
    onNonLazyError: () => {},
    ...options,
  });
}

interface Payload {
  data?: Record<string, unknown> | null;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
  extensions?: unknown;
}

/** All results of an operation, when it is over. */
export async function results(client: Client, query: string, variables?: Record<string, unknown>) {
  const found: Payload[] = [];
  for await (const result of client.iterate({ query, ...(variables && { variables }) })) found.push(result as Payload);
  return found;
}

/** Errors of an operation that was refused before it ran arrive as a protocol error: iteration throws them. */
export async function refusal(client: Client, query: string, variables?: Record<string, unknown>) {
  const errors = await results(client, query, variables).catch((thrown: unknown) => thrown);
  expect(errors).toBeInstanceOf(Array);
  return (errors as { extensions: Record<string, unknown> }[])[0]?.extensions;
}

/** Status of an upgrade that is refused. */
export async function refusedWith(url: string, headers: Record<string, string>) {
  const socket = new WebSocket(url, 'graphql-transport-ws', { headers });
  const [, response] = await once(socket, 'unexpected-response');
  response.resume();
  return response.statusCode;
}
