import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'undici';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { startTestCoder, type TestCoder, type TestCoderOptions } from '../../src/embedded/testing/test-coder.ts';

/** Starts an embedded Coder for one test and closes it with the test. */
export async function startCoder(options: TestCoderOptions = {}): Promise<TestCoder> {
  const coder = await startTestCoder({ rateLimit: -1, ...options });
  onTestFinished(() => coder.close());
  return coder;
}

// biome-ignore lint/suspicious/noExplicitAny: tests read wire JSON of many shapes; each assertion names its own.
type Wire = any;

export interface Answer<T = Wire> {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  bytes: Buffer;
  json: T;
}

export interface CallOptions {
  method?: string;
  user?: string | null;
  headers?: Record<string, string>;
  body?: unknown;
}

/** One call as a user (`mira`, the owner, by default; `null` for nobody). The path is under `/api/v2`. */
export async function call<T = Wire>(coder: TestCoder, path: string, options: CallOptions = {}): Promise<Answer<T>> {
  const { user = 'mira', body } = options;
  const token = user === null ? {} : { 'coder-session-token': coder.user(user).token };
  const response = await request(`${coder.url}${path.startsWith('//') ? path.slice(1) : `/api/v2${path}`}`, {
    method: (options.method ?? 'GET') as 'GET',
    headers: { ...token, ...options.headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const bytes = Buffer.from(await response.body.arrayBuffer());
  const text = bytes.toString('utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.statusCode, headers: response.headers, text, bytes, json: json as T };
}

export interface Followed {
  socket: WebSocket;
  /** All text messages so far. */
  messages: string[];
  /** Resolves once so many messages are there. */
  received(count: number): Promise<void>;
  closed: Promise<{ code: number; reason: string }>;
  /** Of the handshake. */
  headers: IncomingHttpHeaders;
  /** What the client found wrong with the frames. */
  errors: string[];
}

/** Opens a WebSocket under `/api/v2`; fails with the HTTP status of a refused upgrade. */
export async function follow(
  coder: TestCoder,
  path: string,
  options: { user?: string; headers?: Record<string, string>; autoPong?: boolean } = {},
): Promise<Followed> {
  const token = coder.user(options.user ?? 'mira').token;
  const prefix = path.startsWith('//') ? path.slice(1) : `/api/v2${path}`;
  const socket = new WebSocket(`${coder.url.replace('http', 'ws')}${prefix}`, {
    headers: { 'coder-session-token': token, ...options.headers },
    autoPong: options.autoPong ?? true,
  });
  let headers: IncomingHttpHeaders = {};
  socket.on('upgrade', (response) => {
    headers = response.headers;
  });
  const messages: string[] = [];
  const errors: string[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  socket.on('message', (data) => {
    messages.push(String(data));
    for (const wait of waiting) if (messages.length >= wait.count) wait.resolve();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('unexpected-response', (_request, response) => reject(new Error(`refused with ${response.statusCode}`)));
    socket.on('error', (error) => {
      errors.push(error.message);
      reject(error);
    });
  });
  const received = (count: number): Promise<void> =>
    messages.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve }));
  onTestFinished(() => socket.terminate());
  return { socket, messages, received, closed, headers, errors };
}

/** Resolves at the next announcement after which the condition holds, or at once. */
export function until(coder: TestCoder, workspaceId: string, condition: () => boolean): Promise<void> {
  if (condition()) return Promise.resolve();
  return new Promise((resolve) => {
    const leave = coder.store.workspaceEvents.subscribe(workspaceId, () => {
      if (!condition()) return;
      leave();
      resolve();
    });
  });
}

/** Creates a build of a workspace by name. */
export function postBuild(coder: TestCoder, name: string, body: unknown, user = 'mira'): Promise<Answer> {
  return call(coder, `/workspaces/${coder.workspace(name).id}/builds`, { method: 'POST', user, body });
}

/** The id of a template's active version. */
export function versionOf(coder: TestCoder, template: string): string {
  return coder.control.template(template).activeVersionId;
}
