import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { createStub } from '../stub-gateway.ts';

/** A server that reads each body before the gateway gets the request, and leaves on it what `parse` makes of it. */
async function serve(parse: (body: Buffer) => unknown): Promise<string> {
  const stub = createStub();
  const server = createServer(async (request: IncomingMessage & { body?: unknown }, response) => {
    request.body = parse(await buffer(request));
    stub.gateway.hosted.listener(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(async () => {
    await stub.gateway.close({ graceMs: 0 });
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

const text = JSON.stringify({ query: 'query ($name: String) { hello(name: $name) }', variables: { name: 'é\u2028' } });

test.each<[what: string, parse: (body: Buffer) => unknown, coding?: string]>([
  ['parsed, as by express.json()', (body) => JSON.parse(String(body))],
  ['a text, as by express.text()', String],
  ['bytes, as by express.raw()', (body) => body],
  ['unpacked and parsed', (body) => JSON.parse(String(gunzipSync(body))), 'gzip'],
])('a body that the server has read before is read from what it has made of it: %s', async (_, parse, coding) => {
  const url = await serve(parse);
  const headers = { 'content-type': 'application/json', ...(coding && { 'content-encoding': coding }) };
  // The second time the document is known.
  for (let time = 0; time < 2; time++) {
    const response = await fetch(url, { method: 'POST', headers, body: coding ? gzipSync(text) : text });
    expect(await response.json()).toEqual({ data: { hello: 'hello é\u2028' } });
  }
});

test('a request without a body is answered as ever by a server that has looked for one', async () => {
  const url = await serve(() => ({}));
  expect(await (await fetch(`${url}?query={hello}`)).json()).toEqual({ data: { hello: 'hello world' } });
});
