import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Settings } from '../../../src/config.ts';
import { createStub, type Stub } from '../stub-gateway.ts';

/** A request as it goes over the wire; what is left out is as most clients send it. */
export interface RawRequest {
  line?: string;
  /** A header that is undefined is not sent; names keep their case. */
  headers?: Record<string, string | undefined>;
  body?: string | Buffer;
}

/** Headers of a request by POST; the connection is closed behind it. */
const usual = (body: string | Buffer): RawRequest['headers'] => ({
  Host: 'gw.example.com',
  'Content-Type': 'application/json',
  'Content-Length': String(Buffer.byteLength(body)),
  'X-Request-Id': 'id-of-the-test',
  Connection: 'close',
});

export function bytesOf({ line = 'POST /graphql HTTP/1.1', headers = {}, body = '' }: RawRequest): Buffer {
  const lines = Object.entries({ ...usual(body), ...headers }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return Buffer.concat([Buffer.from(`${[line, ...lines].join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
}

/** A body with these parameters. */
export function operation(query: string, more: object = {}): string {
  return JSON.stringify({ query, ...more });
}

export interface Side {
  stub: Stub;
  port: number;
  /** All that comes back for these bytes until the gateway ends the connection. */
  send: (bytes: Buffer) => Promise<string>;
  open: () => Socket;
}

async function side(settings: Partial<Settings>, fastPath: boolean): Promise<Side> {
  const stub = createStub(settings, { fastPath });
  await stub.gateway.listen();
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  const port = Number(new URL(stub.gateway.url).port);
  const open = () => connect(port, '127.0.0.1');
  const send = async (bytes: Buffer) => {
    const socket = open();
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      // An event stream leaves the connection open.
      if (chunk.toString('latin1').endsWith('\r\n0\r\n\r\n')) socket.end();
    });
    socket.on('error', () => {});
    socket.write(bytes);
    await once(socket, 'close');
    return comparable(Buffer.concat(chunks).toString('latin1'));
  };
  return { stub, port, send, open };
}

/** Two equal gateways, of which only the first has the fast path. */
export async function bothPaths(settings: Partial<Settings> = {}): Promise<{ fast: Side; plain: Side }> {
  return { fast: await side(settings, true), plain: await side(settings, false) };
}

/** Without what differs between two equal answers. */
export function comparable(answer: string): string {
  return (
    answer
      .replace(/^Date: .*\r$/gm, 'Date: …\r')
      // What a minute has left, and how long it lasts, depends on the millisecond.
      .replace(/;r=\d+;t=\d+/g, ';r=…;t=…')
      .replace(/\b(59|60)\b/g, '60')
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '(new id)')
  );
}

/** What a gateway has logged, without times and new ids. */
export function logOf({ stub }: Side): unknown[] {
  return stub.logged.map((line) => {
    const { time, durationMs, err, ...others } = line;
    return JSON.parse(comparable(JSON.stringify({ ...others, err: (err as Error | undefined)?.message })));
  });
}

/** The operations that a gateway has counted. */
export async function metricsOf({ stub }: Side): Promise<string[]> {
  const text = await stub.gateway.metrics.registry.metrics();
  return text
    .split('\n')
    .filter((line) => /^coder_graphql_(operations_total|operation_\w+_(count|total))\{/.test(line))
    .sort();
}
