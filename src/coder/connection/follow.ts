import type { Agent, IncomingHttpHeaders } from 'node:http';
import WebSocket from 'ws';
import { loopClock } from '../policies/loop-clock.ts';
import { hasCoderHeaders, readErrorBody } from '../response/error-body.ts';
import { errorFromResponse, type UpstreamError } from '../response/failures.ts';
import { retryAfterSeconds } from '../response/retry-after.ts';
import type { RestResponse } from './collector.ts';

/** Why a follow socket is no more. */
export type CloseReason =
  /** The upgrade was answered with an HTTP status. */
  | ({ kind: 'refused'; status: number } & Partial<Refusal>)
  /** No connection, or one that broke or fell silent; `cause` says why there was none. */
  | { kind: 'lost'; cause?: Error }
  /** A close frame. Its code proves nothing: 1000 is sent before the last lines are. */
  | { kind: 'closed'; code: number }
  /** What came cannot be read: a binary frame, invalid UTF-8, too large, not JSON, not the shape. */
  | { kind: 'malformed' };

/** What the answer to a refused upgrade says. */
interface Refusal {
  /** Whether Coder wrote it, and not a proxy in between. */
  byCoder: boolean;
  /** Seconds, where it has a `Retry-After`. */
  retryAfter: number;
  /** What it means, for people. */
  error: UpstreamError;
  /** The answer itself, with its body only where `readsRefusals`. */
  answer: RestResponse;
}

/** Of an answer whose body is not waited for. */
const NO_BODY = Buffer.alloc(0);

export interface FollowLimits {
  /** From the dial on until it is open. */
  handshakeMs: number;
  /** Between two pings. */
  pingMs: number;
  /** Without any frame for this long the socket is dead, however open it looks. */
  silenceMs: number;
  maxPayloadBytes: number;
}

export const followLimits: FollowLimits = {
  handshakeMs: 10_000,
  pingMs: 10_000,
  silenceMs: 25_000,
  // The whole backlog of an agent comes in one message: 1 MiB of output, escaped, with its keys.
  maxPayloadBytes: 8 * 1024 * 1024,
};

/** How the sockets of a deployment are reached; the client knows it. */
export interface SocketRoute {
  /** Base URL of the deployment. */
  url: URL;
  userAgent: string;
  /** Of every handshake, beside the gateway's own. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Makes the connections. */
  agent?: Agent;
}

export interface FollowOptions<Message> extends SocketRoute {
  /** Path and query below `/api/v2`. */
  target: string;
  token: string;
  limits: FollowLimits;
  /**
   * Whether a refusal is told with its body, in which Coder says why.
   * @default false: the headers tell enough
   */
  readsRefusals?: boolean;
  /** Parses and checks one text message; throws when it is malformed. */
  parse: (text: string) => Message;
}

export interface FollowHandlers<Message> {
  /** With the headers of the answer to the handshake. */
  opened(headers: IncomingHttpHeaders): void;
  message(message: Message): void;
  /** The last call. */
  closed(reason: CloseReason): void;
}

export interface FollowSocket {
  /** At once, also during the handshake; no handler is called afterwards. */
  close(): void;
}

/**
 * A WebSocket of Coder that only listens: Coder closes it when data is sent. It goes with the session token in a
 * header and without Origin (a foreign one is refused). Handlers are never called before `follow` has returned.
 */
export function follow<Message>(options: FollowOptions<Message>, handlers: FollowHandlers<Message>): FollowSocket {
  const { limits } = options;
  const socket = new WebSocket(address(options), {
    headers: { ...options.headers, 'coder-session-token': options.token, 'user-agent': options.userAgent },
    maxPayload: limits.maxPayloadBytes,
    perMessageDeflate: false,
    followRedirects: false,
    ...(options.agent && { agent: options.agent }),
  });
  let over = false;
  let opened = false;
  let heardAt = performance.now();
  let pings: NodeJS.Timeout | undefined;
  let answered: IncomingHttpHeaders = {};
  // The timeout of `ws` begins anew with every byte that comes.
  const cancelDeadline = loopClock.after(limits.handshakeMs, () =>
    finish({ kind: 'lost', cause: new Error('Opening handshake has timed out') }),
  );

  const release = () => {
    over = true;
    cancelDeadline();
    clearInterval(pings);
    // Whatever state it is in, the connection ends here; an error that this raises has nobody to tell.
    socket.on('error', () => {});
    socket.terminate();
  };
  const finish = (reason: CloseReason) => {
    if (over) return;
    release();
    handlers.closed(reason);
  };
  const heard = () => {
    heardAt = performance.now();
  };

  socket.on('upgrade', ({ headers }) => {
    answered = headers;
  });
  socket.on('open', () => {
    if (over) return;
    opened = true;
    cancelDeadline();
    heard();
    pings = setInterval(() => {
      if (performance.now() - heardAt >= limits.silenceMs) finish({ kind: 'lost' });
      else socket.ping();
    }, limits.pingMs);
    handlers.opened(answered);
  });
  socket.on('ping', heard);
  socket.on('pong', heard);
  socket.on('message', (data: Buffer, isBinary) => {
    if (over) return;
    heard();
    if (isBinary) return finish({ kind: 'malformed' });
    let message: Message;
    try {
      message = options.parse(data.toString('utf8'));
    } catch {
      return finish({ kind: 'malformed' });
    }
    handlers.message(message);
  });
  socket.on('unexpected-response', (_, response) => {
    const { statusCode: status = 0, headers } = response;
    const refused = (body: Buffer) => {
      const retryAfter = retryAfterSeconds(headers);
      finish({
        kind: 'refused',
        status,
        byCoder: hasCoderHeaders(headers),
        ...(retryAfter !== undefined && { retryAfter }),
        ...(status >= 300 && { error: errorFromResponse(status, headers, body) }),
        answer: { status, headers, body },
      });
    };
    if (options.readsRefusals) void readErrorBody(response).then(refused);
    else {
      response.on('error', () => {}).resume();
      refused(NO_BODY);
    }
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (isProtocolError(error)) finish({ kind: 'malformed' });
    else finish({ kind: 'lost', ...(!opened && { cause: error }) });
  });
  // 1006: the connection ended without a close frame.
  socket.on('close', (code) => finish(code === 1006 ? { kind: 'lost' } : { kind: 'closed', code }));

  return {
    close() {
      if (!over) release();
    },
  };
}

function address({ url, target }: FollowOptions<unknown>): string {
  const scheme = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return `${scheme}//${url.host}${url.pathname.replace(/\/+$/, '')}/api/v2${target}`;
}

/** `ws` names what breaks the protocol (a bad frame, invalid UTF-8, too large a message) in the error's code. */
function isProtocolError(error: NodeJS.ErrnoException): boolean {
  return error.code?.startsWith('WS_ERR_') ?? false;
}
