import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Payload } from '../server/incremental/merged.ts';

export interface RawAnswer {
  socket: Socket;
  /** Resolves to the head of the answer. */
  head: Promise<string>;
  /** Resolves to the body so far once it matches. */
  body(pattern: RegExp): Promise<string>;
  /** Resolves to the whole body. */
  whole: Promise<string>;
}

export interface RawRequest {
  accept: string;
  query: string;
  variables?: object;
  headers?: string;
}

/** Sends an operation over a TCP connection of its own and reads the answer as it comes. */
export function askRaw(url: string, token: string, { accept, query, variables, headers = '' }: RawRequest): RawAnswer {
  const { port, host } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const body = JSON.stringify({ query, variables });
  socket.on('error', () => {});
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nAccept: ${accept}\r\n` +
      `Coder-Session-Token: ${token}\r\nConnection: close\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  let received = Buffer.alloc(0);
  let ended = false;
  const looks = new Set<() => void>();
  const look = () => {
    for (const each of looks) each();
  };
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    look();
  });
  socket.on('close', () => {
    ended = true;
    look();
  });
  const when = <T>(find: () => T | undefined) =>
    new Promise<T>((resolve) => {
      const each = () => {
        const found = find();
        if (found === undefined) return;
        looks.delete(each);
        resolve(found);
      };
      looks.add(each);
      each();
    });
  const headEnd = () => received.indexOf('\r\n\r\n');
  const text = () => {
    if (headEnd() < 0) return '';
    const rest = received.subarray(headEnd() + 4);
    return /transfer-encoding: chunked/i.test(received.subarray(0, headEnd()).toString())
      ? unchunked(rest)
      : rest.toString();
  };
  return {
    socket,
    head: when(() => (headEnd() < 0 ? undefined : received.subarray(0, headEnd()).toString())),
    body: (pattern) => when(() => (pattern.test(text()) ? text() : undefined)),
    whole: when(() => (ended ? text() : undefined)),
  };
}

/** The chunks of a body, those that are there. */
function unchunked(bytes: Buffer): string {
  const chunks: Buffer[] = [];
  for (let rest = bytes; ; ) {
    const end = rest.indexOf('\r\n');
    const length = Number.parseInt(rest.subarray(0, Math.max(end, 0)).toString(), 16);
    if (!(length > 0) || rest.length < end + 2 + length) return Buffer.concat(chunks).toString();
    chunks.push(rest.subarray(end + 2, end + 2 + length));
    rest = rest.subarray(end + 2 + length + 2);
  }
}

/** The payloads of an answer as server-sent events. */
export function eventsOf(text: string): Payload[] {
  const events = text.split('\n\n').filter((each) => each !== ':' && each !== '');
  if (events.pop() !== 'event: complete\ndata:') throw new Error(`No whole stream of events: ${text.slice(0, 200)}`);
  return events.map((event) => JSON.parse(/^event: next\ndata: (.*)$/.exec(event)?.[1] ?? ''));
}
