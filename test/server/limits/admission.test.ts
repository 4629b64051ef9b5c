import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Admission } from '../../../src/server/limits/admission.ts';
import { Load } from '../../../src/server/limits/load.ts';
import { Metrics } from '../../../src/server/observability/metrics.ts';
import { defaultSettings } from '../../default-settings.ts';

/** A server that lets one operation in at a time. */
async function serve() {
  const allowedOrigins = ['https://app.example.com'];
  const admission = new Admission({
    settings: defaultSettings({ allowedOrigins }),
    endpoint: '/graphql',
    metrics: new Metrics(),
    load: new Load(1),
  });
  const waiting: ServerResponse[] = [];
  const server = createServer(
    admission.guarded((request, response) => {
      if (request.url?.endsWith('?hang')) waiting.push(response);
      else if (request.url?.endsWith('?large')) response.end('x'.repeat(40_000_000));
      else response.end('served');
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    admission.close();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const send = (text: string): Socket => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    onTestFinished(() => void socket.destroy());
    socket.write(text);
    return socket;
  };
  const ask = async (path = '/graphql', headers: Record<string, string> = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  return { send, ask, waiting };
}

test('what is too much is turned away at once, and served again when there is room', async () => {
  const { ask, waiting } = await serve();
  const inside = ask('/graphql?hang');
  await expect.poll(() => waiting.length).toBe(1);
  const refused = await ask('/graphql', { origin: 'https://app.example.com' });
  expect(refused.status).toBe(503);
  expect(JSON.parse(refused.text).errors).toMatchObject([{ extensions: { code: 'OVERLOADED', retryAfter: 1 } }]);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(refused.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  expect((await ask('/healthz')).status).toBe(200);
  waiting[0]?.end('late');
  expect((await inside).text).toBe('late');
  expect(await ask()).toMatchObject({ status: 200, text: 'served' });
});

test('clients that do not send their bodies, or do not read their answers, keep nobody out', async () => {
  const { send, ask } = await serve();
  for (let index = 0; index < 5; index++) {
    send('POST /graphql?hang HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{');
    send('GET /graphql?large HTTP/1.1\r\nhost: x\r\n\r\n').pause();
  }
  await expect.poll(async () => (await ask()).status).toBe(200);
  for (let index = 0; index < 5; index++) expect((await ask()).status).toBe(200);
});

test('a client that goes away leaves its place', async () => {
  const { send, ask, waiting } = await serve();
  const socket = send('GET /graphql?hang HTTP/1.1\r\nhost: x\r\n\r\n');
  await expect.poll(() => waiting.length).toBe(1);
  expect((await ask()).status).toBe(503);
  socket.destroy();
  await expect.poll(async () => (await ask()).status).toBe(200);
});
