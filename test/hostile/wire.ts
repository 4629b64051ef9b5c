import { connect, type Socket } from 'node:net';
import { openSocket, type RawSocket } from '../raw-socket.ts';
import type { Target } from './target.ts';

/** What came back: the status and the body of an HTTP answer, or how a connection ended. */
export interface Outcome {
  status: number | undefined;
  /** `extensions.code` of the first error. */
  code: string | undefined;
  text: string;
}

export interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** An HTTP request with a token and `application/json`, unless it says otherwise. */
export async function http(
  target: Target,
  { method = 'POST', path = '/graphql', headers, body }: Sent,
): Promise<Outcome> {
  const response = await fetch(new URL(path, target.url), {
    method,
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      'coder-session-token': target.token,
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  });
  return outcome(response.status, await response.text());
}

/** A GraphQL request over HTTP. */
export function query(
  target: Target,
  query: string,
  variables?: unknown,
  headers?: Record<string, string>,
): Promise<Outcome> {
  return http(target, { body: JSON.stringify({ query, variables }), ...(headers && { headers }) });
}

export function outcome(status: number | undefined, text: string): Outcome {
  return { status, code: /"code":"(\w+)"/.exec(text)?.[1], text };
}

/** A TCP connection to the gateway. */
export async function tcp(target: Target): Promise<Socket> {
  const socket = connect(target.port, '127.0.0.1');
  socket.on('error', () => {});
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

/**
 * Sends raw bytes and reads until the gateway closes, or has been silent for `quietMs`. The text has one character for
 * each byte; it is `closed` when the gateway closes without a word.
 */
export async function raw(target: Target, bytes: string | Buffer, quietMs = 300): Promise<Outcome> {
  const socket = await tcp(target);
  let text = '';
  const done = new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, quietMs + 2_000);
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
      clearTimeout(timer);
      timer = setTimeout(resolve, quietMs);
    });
    socket.on('close', () => {
      clearTimeout(timer);
      text ||= 'closed';
      resolve();
    });
  });
  socket.write(bytes);
  await done;
  socket.destroy();
  const [, status] = /^HTTP\/1\.1 (\d+)/.exec(text) ?? [];
  return outcome(status === undefined ? undefined : Number(status), text);
}

/** What the gateway closes a WebSocket with when these bytes come behind its upgrade. */
export async function upgraded(target: Target, upgrade: string, bytes: Buffer): Promise<Outcome> {
  const { status, text } = await raw(target, Buffer.concat([Buffer.from(upgrade), bytes]));
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const frame = Buffer.from(rest.join('\r\n\r\n'), 'latin1');
  if (frame[0] !== CLOSE || frame.length < 4) return outcome(status, head);
  return outcome(frame.readUInt16BE(2), frame.subarray(4).toString());
}

/** The first byte of a close frame; the second is its length, then comes its code (RFC 6455, 5.5.1). */
const CLOSE = 0x88;

/** A WebSocket that has said who it is. */
export async function signIn({ url, token }: Target): Promise<RawSocket> {
  const client = await openSocket(url);
  client.send({ type: 'connection_init', payload: { 'Coder-Session-Token': token } });
  await client.next('connection_ack');
  return client;
}

/** What a WebSocket is closed with after these messages. */
export async function closeAfter(target: Target, ...messages: unknown[]): Promise<Outcome> {
  const client = await openSocket(target.url);
  for (const message of messages) client.send(message);
  return closing(client);
}

export async function closing({ closed, socket }: RawSocket): Promise<Outcome> {
  const { code, reason } = await closed;
  socket.terminate();
  return { status: code, code: undefined, text: reason };
}
