/** Coder as far as the bench needs it, in a process of its own: REST reads, log sockets, and `/bench/` to steer it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { WebSocketServer } from 'ws';
import { FeedBuilds } from './feed-builds.ts';
import { CODER_VERSION, isToken, uuid } from './identifiers.ts';
import { type Answer, type Change, createRoutes, unauthorized } from './routes.ts';
import { Fixture } from './workspace-data.ts';

/** How the upstream behaves; `POST /bench/mode` sets any of them. */
export interface Mode {
  /** Before every answer. */
  latencyMs: number;
  change: Change;
}

const mode: Mode = { latencyMs: 0, change: 'none' };
let calls = 0;
const feeds = new FeedBuilds();
const route = createRoutes({ fixture: new Fixture(), feeds, change: () => mode.change });

/** Beyond this many bytes Go's server no longer knows the length and sends chunks. */
const BUFFERED_BYTES = 2048;
const REQUEST_ID = uuid('request');

function send(response: ServerResponse, { status, body }: Answer): void {
  const length =
    body.length > BUFFERED_BYTES ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(body.length)];
  response.writeHead(status, [
    'Content-Type',
    'application/json; charset=utf-8',
    'Vary',
    'Origin',
    'Vary',
    'Cookie',
    'X-Coder-Build-Version',
    CODER_VERSION,
    'X-Coder-Request-Id',
    REQUEST_ID,
    'X-Ratelimit-Limit',
    '512',
    'X-Ratelimit-Remaining',
    '511',
    'X-Ratelimit-Reset',
    '1795837080',
    ...length,
  ]);
  response.end(body);
}

async function steer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {};
  if (request.url === '/bench/mode') Object.assign(mode, body);
  if (request.url === '/bench/reset') calls = 0;
  if (request.url === '/bench/feeds') feeds.create(body.builds);
  if (request.url === '/bench/lines') feeds.start(body.linesPerSecond);
  if (request.url === '/bench/quiet') feeds.stop();
  response.end(JSON.stringify({ calls, followers: feeds.followers }));
}

const server = createServer((request, response) => {
  const { url = '' } = request;
  if (url.startsWith('/bench/')) {
    steer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    return;
  }
  if (url === '/v1/traces') {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
    return;
  }
  // Every call counts but the gateway's own look at Coder's version, which belongs to no query.
  if (!url.endsWith('/buildinfo')) calls++;
  const signedIn = isToken(request.headers['coder-session-token']) || url.endsWith('/buildinfo');
  const answer = signedIn ? route(url.replace(/^\/api\/v2/, '')) : unauthorized;
  if (mode.latencyMs > 0) setTimeout(send, mode.latencyMs, response, answer);
  else send(response, answer);
});
server.keepAliveTimeout = 0;

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
server.on('upgrade', (request, socket, head) => {
  const url = new URL(request.url ?? '', 'http://upstream');
  sockets.handleUpgrade(request, socket, head, (webSocket) => {
    webSocket.on('error', () => webSocket.terminate());
    const build = /^\/api\/v2\/workspacebuilds\/([^/]+)\/logs$/.exec(url.pathname)?.[1];
    // The watch of a workspace stays silent: nothing changes while logs are followed.
    if (build && !feeds.follow(build, Number(url.searchParams.get('after') ?? 0), webSocket)) webSocket.terminate();
  });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('disconnect', () => process.exit(0));
