import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createToy } from './stub-gateway.ts';

async function serve() {
  const { gateway, logged } = createToy();
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
  ['GET http://evil.example/graphql HTTP/1.1', undefined],
  ['GET /graphql HTTP/1.1', 'Host: 127.999.999.999'],
])('%s with %s is refused in one line', async (line, otherHost) => {
  const { send, host, logged } = await serve();
  const answer = await send([line, otherHost ?? host, 'Connection: close']);
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
  expect(answer).not.toMatch(/TypeError|node_modules/);
  expect(logged.filter(({ level }) => (level as number) >= 50)).toEqual([]);
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
