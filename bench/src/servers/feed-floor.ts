/**
 * The floor of a feed: shares one upstream socket per build, picks a batch's fields once and writes the same frame to
 * every reader. It knows one subscription, keeps nothing and resumes nothing.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { coderUrl, port, TOKEN_HEADER } from './environment.ts';

interface RestLine {
  id: number;
  created_at: string;
  log_level: string;
  log_source: string;
  stage: string;
  output: string;
}

interface ClientMessage {
  type: string;
  id: string;
  payload: { 'coder-session-token': string; variables: { build: string } };
}

/** As long as this gateway waits between two batches. */
const BATCH_MS = 40;

class Feed {
  /** The sockets of the readers, by the id that they gave their subscription. */
  readonly #readers = new Map<string, Set<Duplex>>();
  #lines: RestLine[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(build: string, token: string) {
    const address = `${coderUrl.replace('http', 'ws')}/api/v2/workspacebuilds/${build}/logs?follow`;
    const upstream = new WebSocket(address, { headers: { [TOKEN_HEADER]: token }, perMessageDeflate: false });
    upstream.on('message', (data) => {
      this.#lines.push(JSON.parse(String(data)) as RestLine);
      this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS);
    });
  }

  add(id: string, socket: Duplex): void {
    const readers = this.#readers.get(id) ?? new Set();
    this.#readers.set(id, readers.add(socket));
    socket.on('close', () => readers.delete(socket));
  }

  #flush(): void {
    const logs = this.#lines.map((line) => ({
      id: String(line.id),
      createdAt: line.created_at,
      level: line.log_level.toUpperCase(),
      source: line.log_source.toUpperCase(),
      stage: line.stage,
      output: line.output,
    }));
    this.#lines = [];
    this.#timer = undefined;
    const data = { buildLogs: { logs, lastId: logs.at(-1)?.id } };
    for (const [id, readers] of this.#readers) {
      const frame = textFrame(JSON.stringify({ id, type: 'next', payload: { data } }));
      for (const socket of readers) socket.write(frame);
    }
  }
}

/** A text message as one frame of a server. */
function textFrame(text: string): Buffer {
  const body = Buffer.from(text);
  const short = body.length < 65_536;
  const head = Buffer.alloc(body.length < 126 ? 2 : short ? 4 : 10);
  head[0] = 0x81;
  if (body.length < 126) head[1] = body.length;
  else if (short) {
    head[1] = 126;
    head.writeUInt16BE(body.length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(body.length), 2);
  }
  return Buffer.concat([head, body]);
}

const feeds = new Map<string, Feed>();
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });

function serve(webSocket: WebSocket, socket: Duplex): void {
  let token = '';
  webSocket.on('message', (data) => {
    const { type, id, payload } = JSON.parse(String(data)) as ClientMessage;
    if (type === 'connection_init') {
      token = payload[TOKEN_HEADER];
      webSocket.send('{"type":"connection_ack"}');
    }
    if (type !== 'subscribe') return;
    const { build } = payload.variables;
    const feed = feeds.get(build) ?? new Feed(build, token);
    feeds.set(build, feed);
    feed.add(id, socket);
  });
}

createServer()
  .on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    sockets.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket, socket));
  })
  .listen(port, '127.0.0.1');
