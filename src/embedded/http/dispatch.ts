import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Store } from '../state/store.ts';
import { identify, readCookies } from './auth.ts';
import { csrfRefusal } from './csrf.ts';
import { type Context, envelope, HttpError, type Reply } from './http.ts';
import type { Interception, Interceptor, RequestInfo } from './interception.ts';
import type { RateLimiter } from './rate-limit.ts';
import { noRoute, type Router } from './router.ts';

/** What a request passes through before and after its handler, in the server's order. */

export interface DispatchOptions {
  store: Store;
  router: Router;
  limiter: RateLimiter;
  intercept: Interceptor;
  pathPrefix: string;
  accessUrl: () => string;
}

export interface DispatchResult {
  reply: Reply;
  headers: Record<string, string | string[]>;
  info: RequestInfo;
  interception: Interception | null;
}

/** Everything up to the answer; `hang` when there is to be none. */
export async function answer(
  pipeline: DispatchOptions,
  request: IncomingMessage,
  wantsUpgrade: boolean,
): Promise<DispatchResult | 'hang'> {
  const { store } = pipeline;
  const method = request.method ?? 'GET';
  const [rawPath = '/', ...rest] = (request.url ?? '/').split('?');
  const query = new URLSearchParams(rest.join('?'));
  const path = withoutPrefix(rawPath.replace(/\/{2,}/g, '/'), pipeline.pathPrefix);
  const identity = identify(store, request, query);
  const user = 'user' in identity ? identity.user : null;
  const match = pipeline.router.find(method, path ?? '');
  const headers = commonHeaders(store, request, path ?? '');
  const info: RequestInfo = {
    method,
    path: path ?? rawPath,
    query: withoutTokens(query),
    route: match.route?.template ?? '',
    headers: withoutSecrets(request.headers),
    user: user?.username ?? null,
    requestId: headers['X-Coder-Request-Id'],
    status: 0,
    upgrade: wantsUpgrade,
    at: store.now(),
  };
  const interception = pipeline.intercept(info);
  const done = (reply: Reply): DispatchResult => ({ reply, headers, info, interception });
  const forced = (await interception?.before(query)) ?? null;
  if (forced === 'hang') return 'hang';
  if (forced !== null) return done(forced);
  if (path === null) return done(noRoute([]));

  if (path.startsWith('/api/')) {
    const forged = csrfRefusal(request, method, query);
    if (forged !== null) return done(forged);
    const limit = pipeline.limiter.check(request, path, user, store.now());
    Object.assign(headers, limit.headers);
    if (limit.refusal !== null) return done(limit.refusal);
  }
  if (match.needsUser && 'refusal' in identity) {
    return done(match.unauthorized?.() ?? identity.refusal(pipeline.accessUrl()));
  }
  const context: Context = {
    store,
    request,
    method,
    path,
    query,
    params: match.params,
    wantsUpgrade,
    // The handlers of open routes do not use the user.
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
    // A defect here, or a row that a test broke. Coder logs such an error and does not show it to the caller.
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
): Record<string, string | string[]> & { 'X-Coder-Request-Id': string } {
  const headers: ReturnType<typeof commonHeaders> = {
    'X-Coder-Request-Id': randomUUID(),
    'X-Coder-Build-Version': store.version,
    Date: new Date(store.now()).toUTCString(),
  };
  if (path.startsWith('/api/')) {
    headers['X-Content-Type-Options'] = 'nosniff';
    headers.Vary = ['Origin', 'Cookie'];
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

/** Writes an ordinary answer. */
export function writeReply(response: ServerResponse, { reply, headers, info, interception }: DispatchResult): void {
  const original = {
    body: typeof reply.body === 'string' ? Buffer.from(reply.body) : (reply.body ?? Buffer.alloc(0)),
    contentType: reply.contentType,
  };
  const { body, contentType } = interception?.rewrite(original) ?? original;
  const bodiless = reply.status === 204 || reply.status === 304;
  info.status = reply.status;
  response.writeHead(reply.status, {
    ...headers,
    ...reply.headers,
    ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
    ...(bodiless ? {} : { 'Content-Length': body.length }),
  });
  response.end(bodiless ? undefined : body);
}

const SECRET_HEADERS = new Set(['coder-session-token', 'authorization', 'cookie']);

function withoutSecrets(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !SECRET_HEADERS.has(name)) kept[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return kept;
}
