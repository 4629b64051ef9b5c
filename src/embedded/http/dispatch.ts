import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Store } from '../state/store.ts';
import type { FaultInjector, FaultRule } from '../testing/faults.ts';
import { identify, readCookies } from './auth.ts';
import { csrfRefusal } from './csrf.ts';
import { type Context, envelope, HttpError, type Reply } from './http.ts';
import type { RateLimiter } from './rate-limit.ts';
import { type RecordedRequest, recordedHeaders } from './request-log.ts';
import { noRoute, type Router } from './router.ts';

/** What a request passes through before and after its handler, in the server's order. */

export interface DispatchOptions {
  store: Store;
  router: Router;
  limiter: RateLimiter;
  faults: FaultInjector;
  record: (request: RecordedRequest) => void;
  pathPrefix: string;
  accessUrl: () => string;
}

export interface DispatchResult {
  reply: Reply;
  headers: Record<string, string>;
  record: RecordedRequest;
  fault: FaultRule | null;
}

/** Everything up to the answer; `hung` when a fault keeps it for ever. */
export async function answer(
  pipeline: DispatchOptions,
  request: IncomingMessage,
  wantsUpgrade: boolean,
): Promise<DispatchResult | 'hung'> {
  const { store } = pipeline;
  const method = request.method ?? 'GET';
  const [rawPath = '/', ...rest] = (request.url ?? '/').split('?');
  const query = new URLSearchParams(rest.join('?'));
  const path = withoutPrefix(rawPath.replace(/\/{2,}/g, '/'), pipeline.pathPrefix);
  const identity = identify(store, request, query);
  const user = 'user' in identity ? identity.user : null;
  const match = pipeline.router.find(method, path ?? '');
  const headers = commonHeaders(store, request, path ?? '');
  const record: RecordedRequest = {
    method,
    path: path ?? rawPath,
    query: withoutTokens(query),
    route: match.route?.template ?? '',
    headers: recordedHeaders(request.headers),
    user: user?.username ?? null,
    requestId: headers['X-Coder-Request-Id'],
    status: 0,
    upgrade: wantsUpgrade,
    at: store.now(),
  };
  pipeline.record(record);
  const fault = pipeline.faults.match(record);
  if (fault?.hang === true) return 'hung';
  if (fault?.latency !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.latency));
  const done = (reply: Reply): DispatchResult => ({ reply, headers, record, fault });
  const forced = fault === null ? null : forcedReply(fault);
  if (forced !== null) return done(forced);
  if (path === null) return done(noRoute([]));

  if (path.startsWith('/api/')) {
    const forged = csrfRefusal(request, method, query);
    if (forged !== null) return done(forged);
    const limit = pipeline.limiter.check(request, path, user, store.now());
    Object.assign(headers, limit.headers);
    if (limit.refusal !== null) return done(limit.refusal);
  }
  if (match.needsUser && 'refusal' in identity) return done(identity.refusal(pipeline.accessUrl()));
  const context: Context = {
    store,
    request,
    method,
    path,
    query,
    params: match.params,
    wantsUpgrade,
    // Open routes never look at the user.
    user: user ?? ANONYMOUS,
    accessUrl: pipeline.accessUrl(),
    body: () => readBody(request),
  };
  return done(await handle(context, match));
}

async function handle(context: Context, match: ReturnType<Router['find']>): Promise<Reply> {
  try {
    for (const tree of match.subtrees) tree.check(context);
    if (match.route === null) return noRoute(match.allowed);
    return await match.route.handler(context);
  } catch (error) {
    if (error instanceof HttpError) return error.reply;
    // A bug of this server, or a row that a test broke: upstream tells its log, not the caller.
    console.error(error);
    return envelope(500, 'An internal server error occurred.');
  }
}

const ANONYMOUS: Context['user'] = {
  id: '',
  username: '',
  name: '',
  email: '',
  avatarUrl: '',
  createdAt: 0,
  updatedAt: 0,
  lastSeenAt: null,
  status: 'active',
  loginType: 'none',
  isServiceAccount: false,
  roles: [],
  organizationRoles: [],
  organizationIds: [],
};

function withoutPrefix(path: string, prefix: string): string | null {
  if (prefix === '') return path;
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : null;
}

function withoutTokens(query: URLSearchParams): URLSearchParams {
  const kept = new URLSearchParams(query);
  kept.delete('coder_session_token');
  kept.delete('access_token');
  return kept;
}

function commonHeaders(
  store: Store,
  request: IncomingMessage,
  path: string,
): Record<string, string> & { 'X-Coder-Request-Id': string } {
  const headers: ReturnType<typeof commonHeaders> = {
    'X-Coder-Request-Id': randomUUID(),
    'X-Coder-Build-Version': store.version,
  };
  if (path.startsWith('/api/')) {
    headers['X-Content-Type-Options'] = 'nosniff';
    headers.Vary = 'Cookie';
    if (!readCookies(request).has('csrf_token')) {
      headers['Set-Cookie'] = `csrf_token=${randomUUID().replaceAll('-', '')}; Path=/; HttpOnly; SameSite=Lax`;
    }
  }
  return headers;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function forcedReply(fault: FaultRule): Reply | null {
  if (fault.redirect !== undefined) return { status: 302, headers: { Location: fault.redirect } };
  const forced = fault.respond ?? (fault.socket?.refuse === undefined ? undefined : fault.socket.refuse);
  if (forced === undefined) return null;
  const { status, body = '' } = forced;
  const { contentType, headers } = { contentType: 'application/json; charset=utf-8', headers: {}, ...forced };
  return { status, body, contentType, headers };
}

/** Writes an ordinary answer, bent as the fault says. */
export function writeReply(response: ServerResponse, { reply, headers, fault, record }: DispatchResult): void {
  let body = typeof reply.body === 'string' ? Buffer.from(reply.body) : (reply.body ?? Buffer.alloc(0));
  const isJson = reply.contentType?.startsWith('application/json') === true;
  if (fault?.mutate !== undefined && isJson && body.length > 0) {
    const value = JSON.parse(body.toString('utf8')) as unknown;
    body = Buffer.from(`${JSON.stringify(fault.mutate(value as never) ?? value)}\n`);
  }
  if (fault?.oversize !== undefined)
    body = Buffer.concat([body, Buffer.alloc(Math.max(0, fault.oversize - body.length), ' ')]);
  if (fault?.truncate !== undefined) body = body.subarray(0, fault.truncate);
  const contentType = fault?.contentType ?? reply.contentType;
  record.status = reply.status;
  response.writeHead(reply.status, {
    ...headers,
    ...reply.headers,
    ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
    ...(reply.status === 204 || reply.status === 304 ? {} : { 'Content-Length': body.length }),
  });
  response.end(reply.status === 204 || reply.status === 304 ? undefined : body);
}
