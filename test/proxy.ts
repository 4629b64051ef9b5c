import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** What the proxy answers in place of the one behind it, to plain requests and to upgrades alike. */
export interface ProxyAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

type Interception = (request: IncomingMessage) => ProxyAnswer | undefined;

export interface TestProxy {
  url: string;
  /** Requests and upgrades so far: `GET /path?query`, with ` (upgrade)` behind it. */
  requests: string[];
  /** From now on answers itself what this returns an answer for; undefined: passes everything on again. */
  intercept(answer: ProxyAnswer | Interception | undefined): void;
  /** Changes the answers that are passed on. */
  rewrite(change: ((answer: PassedAnswer, request: IncomingMessage) => void) | undefined): void;
  /** Drops the upgraded connections. */
  breakSockets(): void;
}

/** An answer of the one behind the proxy, read whole. */
export interface PassedAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A reverse proxy on a port of its own before `target`, closed with the test. */
export async function startProxy(target: string): Promise<TestProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  let intercepted: Interception = () => undefined;
  let change: ((answer: PassedAnswer, request: IncomingMessage) => void) | undefined;

  const pass = (incoming: IncomingMessage, response: ServerResponse) => {
    const { method, url: path, headers } = incoming;
    const outgoing = request({ hostname, port, method, path, headers }, async (passed) => {
      if (!change) {
        response.writeHead(passed.statusCode ?? 502, passed.headers);
        passed.pipe(response);
        return;
      }
      const answer = { status: passed.statusCode ?? 502, headers: passed.headers, body: await bodyOf(passed) };
      change(answer, incoming);
      const { 'transfer-encoding': _, ...rest } = answer.headers;
      response.writeHead(answer.status, { ...rest, 'content-length': answer.body.length });
      response.end(answer.body);
    });
    outgoing.on('error', () => response.destroy());
    response.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  };

  const server = createServer((incoming, response) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    const answer = intercepted(incoming);
    if (!answer) return pass(incoming, response);
    incoming.resume();
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Socket) => {
    requests.push(`${incoming.method} ${incoming.url} (upgrade)`);
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    const answer = intercepted(incoming);
    if (answer) {
      socket.end(refusedUpgrade(answer));
      return;
    }
    const behind = connect(Number(port), hostname);
    behind.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('close', () => behind.destroy());
    const lines = [`GET ${incoming.url} HTTP/1.1`];
    for (let index = 0; index < incoming.rawHeaders.length; index += 2)
      lines.push(`${incoming.rawHeaders[index]}: ${incoming.rawHeaders[index + 1]}`);
    behind.write(`${lines.join('\r\n')}\r\n\r\n`);
    behind.pipe(socket).pipe(behind);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const breakSockets = () => {
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(async () => {
    breakSockets();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    intercept: (answer) => {
      intercepted = typeof answer === 'function' ? answer : () => answer;
    },
    rewrite: (changed) => {
      change = changed;
    },
    breakSockets,
  };
}

function refusedUpgrade({ status, headers = {}, body = '' }: ProxyAnswer): Buffer {
  const fields = { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`),
    Buffer.from(body),
  ]);
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
