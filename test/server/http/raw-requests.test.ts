import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Settings } from '../../../src/config.ts';
import { createStub } from '../stub-gateway.ts';

async function serve(settings: Partial<Settings> = {}) {
  const { gateway, logged } = createStub(settings);
  await gateway.listen();
  onTestFinished(() => gateway.close({ graceMs: 0 }));
  const { port } = new URL(gateway.url);
  /** What comes back for these bytes until the connection ends. */
  const send = async (lines: string[], body = '') => {
    const socket = connect(Number(port), '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
    await once(socket, 'close');
    return answer;
  };
  return { send, logged, host: `Host: 127.0.0.1:${port}`, url: gateway.url };
}

const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';

test.each(['//', '//graphql', '*', 'http://[', '/graphql/', '/%'])(
  'an upgrade of the target %s is refused, and the gateway goes on',
  async (target) => {
    const { send, host, url } = await serve();
    const answer = await send([`GET ${target} HTTP/1.1`, host, ...upgrade, key, 'Origin: http://evil.example']);
    expect(answer).toMatch(/^HTTP\/1.1 4\d\d /);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  },
);

test.each([
  ['OPTIONS * HTTP/1.1', undefined],
  ['GET ftp://gw.example.com/graphql HTTP/1.1', undefined],
  ['GET http://user@gw.example.com/graphql HTTP/1.1', undefined],
  ['GET http:///graphql HTTP/1.1', undefined],
  ['GET /graphql HTTP/1.1', 'Host: 127.999.999.999'],
])('%s with %s is refused in one line', async (line, otherHost) => {
  const { send, host, logged } = await serve();
  const answer = await send([line, otherHost ?? host, 'Connection: close']);
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
  expect(answer).not.toMatch(/TypeError|node_modules/);
  expect(logged.filter(({ level }) => (level as number) >= 50)).toEqual([]);
});

test('a host that is none is refused between requests to one that is', async () => {
  const { send, host } = await serve();
  const ask = (of: string) => send(['GET /healthz HTTP/1.1', of, 'Connection: close']);
  for (let time = 0; time < 2; time++) {
    expect(await ask(host)).toMatch(/^HTTP\/1.1 200 /);
    expect(await ask('Host: 127.999.999.999')).toMatch(/^HTTP\/1.1 400 /);
  }
});

test('a client that offers h2c is answered as if it had not', async () => {
  const { send, host } = await serve();
  const offer = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA'];
  expect(await send(['GET /healthz HTTP/1.1', host, ...offer])).toMatch(/^HTTP\/1.1 200 /);
  const body = JSON.stringify({ query: '{ hello }' });
  const post = ['POST /graphql HTTP/1.1', host, 'Content-Type: application/json', `Content-Length: ${body.length}`];
  expect(await send([...post, ...offer], body)).toContain('hello world');
});

test('what is not JSON in the search of a GET is the client’s mistake, and not quoted', async () => {
  const { url, logged } = await serve();
  for (const name of ['variables', 'extensions']) {
    const response = await fetch(`${url}/graphql?query={hello}&${name}={"s":SECRET}`);
    expect(response.status).toBe(400);
    const text = await response.text();
    expect(text).toContain('BAD_USER_INPUT');
    expect(text).toContain(name);
    expect(text + JSON.stringify(logged)).not.toContain('SECRET');
  }
});

test('an upload that the client breaks off is no defect of the gateway', async () => {
  const { host, logged, url } = await serve();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(
    ['POST /graphql HTTP/1.1', host, 'Content-Type: application/json', 'Content-Length: 500', '', '{"query'].join(
      '\r\n',
    ),
  );
  socket.end();
  socket.resume();
  await once(socket, 'close');
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(logged.filter(({ level }) => (level as number) >= 50)).toEqual([]);
});

test.each(['http://gw.example.com', 'HTTPS://gw.example.com:443'])(
  'a whole URL as the target is served, as that of its path: %s',
  async (authority) => {
    const { send, host } = await serve();
    const answer = await send([`GET ${authority}/graphql?query={hello} HTTP/1.1`, host, 'Connection: close']);
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect(answer).toContain('hello world');
    expect(await send([`GET ${authority}?x=1 HTTP/1.1`, host, 'Connection: close'])).toMatch(/^HTTP\/1.1 404 /);
    const socket = await send([`GET ${authority}/other HTTP/1.1`, host, ...upgrade, key]);
    expect(socket).toContain('WebSockets are served at /graphql only.');
  },
);

test('the host of a whole URL counts, not the header', async () => {
  const { send, host } = await serve({ sessionToken: 'fallback' });
  const line = 'GET http://evil.example/graphql?query={hello} HTTP/1.1';
  const answer = await send([line, host, 'Connection: close']);
  expect(answer).toMatch(/^HTTP\/1.1 403 /);
  expect(answer).toContain('"evil.example"');
  expect(await send([line, host, ...upgrade, key])).toMatch(/^HTTP\/1.1 403 /);
});

test('two Host headers are refused, on upgrades too', async () => {
  const { send, host } = await serve();
  const answer = await send(['GET /healthz HTTP/1.1', host, 'host: evil.example', 'Connection: close']);
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
  expect(answer).toContain('two Host headers');
  expect(await send(['GET /graphql HTTP/1.1', host, host, ...upgrade, key])).toMatch(/^HTTP\/1.1 400 /);
});

test.each(['Connection: keep-alive', 'Connection: Upgrade', 'Upgrade: websocket'])(
  'a handshake of which only "%s" is left is told what the proxy must do',
  async (left) => {
    const { send, host } = await serve({ graphiql: true });
    const handshake = ['Sec-WebSocket-Version: 13', key, 'Sec-WebSocket-Protocol: graphql-transport-ws', 'Accept: */*'];
    const answer = await send(['GET /graphql HTTP/1.1', host, left, ...handshake, 'Accept: text/html']);
    expect(answer).toMatch(/^HTTP\/1.1 426 /);
    expect(answer).toMatch(/^upgrade: websocket\r$/im);
    expect(answer).toContain('must pass Upgrade and Connection on');
  },
);
