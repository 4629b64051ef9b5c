import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Reply } from './http.ts';
import type { SocketConnection, SocketRules } from './sockets.ts';

/** A request as the server sees it once it knows the route and the caller. */
export interface RequestInfo {
  method: string;
  /** Without base path prefix and query, duplicate slashes collapsed. */
  path: string;
  query: URLSearchParams;
  /** The template, e.g. `/api/v2/workspacebuilds/{workspacebuild}/logs`; empty for an unknown route. */
  route: string;
  /** Without the token. */
  headers: Record<string, string>;
  /** The username that the token belongs to. */
  user: string | null;
  /** The `X-Coder-Request-Id` of the answer. */
  requestId: string;
  /** 0 until answered; 101 for an accepted WebSocket. */
  status: number;
  /** Whether a WebSocket was asked for. */
  upgrade: boolean;
  at: number;
}

/** Sees every request before it is handled; null leaves the request alone. The tests inject faults by it. */
export type Interceptor = (request: RequestInfo) => Interception | null;

/** What an interceptor does to one request and its answer. */
export interface Interception {
  /** Runs first and may change the query. A reply is sent instead of the handler's; `hang` means no answer, ever. */
  before(query: URLSearchParams): Promise<Reply | 'hang' | null>;
  /** Receives the TCP connection before the answer is written to it. */
  connection(raw: Duplex): void;
  /** Changes an ordinary answer before it is written. */
  rewrite(content: ReplyContent): ReplyContent;
  /** Makes the server's end of an accepted WebSocket. */
  accept(socket: WebSocket, raw: Duplex, rules: SocketRules): SocketConnection;
}

export interface ReplyContent {
  body: Buffer;
  contentType: string | undefined;
}
