import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createStub } from '../../stub-gateway.ts';

const browser = { accept: 'text/html' };

test.each([
  ['/healthz', {}],
  ['/readyz', {}],
  ['/metrics', {}],
  ['/schema.graphql', {}],
  ['/possibleTypes.json', {}],
  ['/', browser],
  ['/graphql', browser],
  ['/graphql?query={hello}', {}],
  ['/graphql?query={', {}],
  ['/graphql?query=mutation{change}', {}],
  ['/nothing', {}],
])('HEAD %s is answered as GET, without a body', async (path, headers) => {
  const { gateway } = createStub({ graphiql: true });
  const send = (method: string) =>
    gateway.pipeline.fetch(`http://127.0.0.1:4000${path}`, { method, headers, redirect: 'manual' });
  const [get, head] = [await send('GET'), await send('HEAD')];
  expect(head.status).toBe(get.status);
  expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
  expect(await head.text()).toBe('');
  await get.body?.cancel();
});

test('the log has it as the client sent it', async () => {
  const { gateway, logged } = createStub();
  await gateway.pipeline.fetch('http://127.0.0.1:4000/graphql?query={hello}', { method: 'HEAD' });
  expect(logged.filter(({ msg }) => msg === 'request')).toMatchObject([
    { method: 'HEAD', path: '/graphql', status: 200 },
  ]);
});

test('HEAD of an event stream ends it', async () => {
  const stub = createStub();
  let ended = () => {};
  const over = new Promise<void>((resolve) => {
    ended = resolve;
  });
  stub.sources.ticks = ({ signal }) => ({
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise((resolve) => signal.addEventListener('abort', () => resolve({ done: true, value: 0 }))),
      return: async () => {
        ended();
        return { done: true, value: 0 };
      },
    }),
  });
  await stub.gateway.listen();
  onTestFinished(() => stub.gateway.close({ graceMs: 0 }));
  const socket = connect(Number(new URL(stub.gateway.url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
  });
  const lines = ['HEAD /graphql?query=subscription{ticks} HTTP/1.1', 'Host: gw', 'Accept: text/event-stream'];
  socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`);
  await Promise.all([once(socket, 'close'), over]);
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
  expect(answer).toMatch(/content-type: text\/event-stream/i);
  expect(answer.split('\r\n\r\n')[1]).toBe('');
});
