import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, Pool } from 'undici';
import { header, UpstreamError, unanswered } from './failures.ts';

export interface TransportOptions {
  /** Base URL of the deployment; a path prefix is kept. */
  url: URL;
  /** Requests in flight; more wait. */
  concurrency: number;
  /** Bytes of one answer. */
  maxResponseBytes: number;
  userAgent: string;
}

export interface Request {
  method: Dispatcher.HttpMethod;
  /** Path and query below `/api/v2`. */
  target: string;
  token: string | undefined;
  /** Sent as JSON. */
  body?: unknown;
  signal: AbortSignal;
}

export interface Response {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** An answer whose body is still to be read. */
export type OpenAnswer = Dispatcher.ResponseData;

/** The connection to Coder: one pool, one request at a time on each connection, no redirects, bounded answers. */
export class Transport {
  readonly #pool: Pool;
  readonly #options: TransportOptions;
  readonly #prefix: string;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#prefix = `${options.url.pathname.replace(/\/+$/, '')}/api/v2`;
    // Each request has a deadline of its own, for headers and body together.
    this.#pool = new Pool(options.url.origin, {
      connections: options.concurrency,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** The answer whatever its status; throws an `UpstreamError` when there is none, or when it is too large. */
  async send(request: Request): Promise<Response> {
    const answer = await this.open(request);
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: await this.#bounded(answer, request.signal),
    };
  }

  /** The answer with its body unread. Whoever opens it reads it to the end or destroys it. */
  async open({ method, target, token, body, signal }: Request): Promise<OpenAnswer> {
    const headers: Record<string, string> = { accept: 'application/json', 'user-agent': this.#options.userAgent };
    if (token !== undefined) headers['coder-session-token'] = token;
    if (body !== undefined) headers['content-type'] = 'application/json';
    try {
      return await this.#pool.request({
        method,
        path: this.#prefix + target,
        headers,
        signal,
        body: body === undefined ? null : JSON.stringify(body),
      });
    } catch (error) {
      throw signal.aborted ? signal.reason : unanswered(error);
    }
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #bounded(answer: Dispatcher.ResponseData, signal: AbortSignal): Promise<Buffer> {
    const limit = this.#options.maxResponseBytes;
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      if (Number(answer.headers['content-length'] ?? 0) > limit) throw tooLarge(limit, answer);
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > limit) throw tooLarge(limit, answer);
        chunks.push(chunk);
      }
    } catch (error) {
      // Nobody listens to the rest, nor to the error that letting it go may raise.
      answer.body.on('error', () => {}).destroy();
      throw signal.aborted ? signal.reason : unanswered(error);
    }
    return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
  }
}

function tooLarge(limit: number, { statusCode: status, headers }: OpenAnswer): UpstreamError {
  return new UpstreamError(
    'UPSTREAM_BAD_RESPONSE',
    `The answer of Coder is larger than ${Math.floor(limit / 2 ** 20)} MiB (GATEWAY_MAX_RESPONSE_MB).`,
    { status, requestId: header(headers, 'x-coder-request-id') },
  );
}
