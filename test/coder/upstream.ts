import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { CoderClient, type CoderClientOptions } from '../../src/coder/client.ts';

/** An HTTP server that answers as the test says; closed with the test. */
export async function startUpstream(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: URL; requests: IncomingMessage[]; port: number; server: Server; close: () => Promise<void> }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return { url: new URL(`http://127.0.0.1:${port}`), requests, port, server, close };
}

/** A client with settings that make tests quick; closed with the test. */
export function clientOf(url: URL, options: Partial<CoderClientOptions> = {}): CoderClient {
  const client = new CoderClient({
    url,
    concurrency: 16,
    timeoutMs: 5_000,
    maxResponseBytes: 1024 * 1024,
    userAgent: 'coder-graphql/test',
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

export const TOKEN = 'TestTokenA-testSecret0123456789Te';

/** What Coder puts on every answer. */
export const CODER_HEADERS = {
  'x-coder-request-id': '11111111-2222-4333-8444-555555555555',
  'x-coder-build-version': 'v2.34.0',
};

/** Answers as Coder does. */
export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...CODER_HEADERS });
  response.end(JSON.stringify(body));
}

/** A promise and what settles it. */
export function deferred<T = void>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
