import { request } from 'undici';
import { onTestFinished } from 'vitest';
import { type EmbeddedCoder, type EmbeddedCoderOptions, startEmbeddedCoder } from '../../src/embedded/server.ts';

/** Starts an embedded Coder for one test and closes it with the test. */
export async function startCoder(options: EmbeddedCoderOptions = {}): Promise<EmbeddedCoder> {
  const coder = await startEmbeddedCoder({ rateLimit: -1, ...options });
  onTestFinished(() => coder.close());
  return coder;
}

export interface Answer<T> {
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

// biome-ignore lint/suspicious/noExplicitAny: tests read wire JSON of many shapes; each assertion names its own.
type Wire = any;

/** One call as a user (`mira`, the owner, by default; `null` for nobody). The path is under `/api/v2`. */
export async function call<T = Wire>(
  coder: EmbeddedCoder,
  path: string,
  options: CallOptions = {},
): Promise<Answer<T>> {
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
