import { once } from 'node:events';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { MULTIPART, SSE } from './sse.ts';
import { feedQuery, runningBuild, startWorld, until, type World } from './support.ts';

/** Whatever a client may put into a line. */
const OUTPUTS = ['', 'plain', 'ü€😀', '"\\\r\n\u001b[1m \u2028', 'x'.repeat(1_024)];

/** All messages of one subscription over WebSocket, as they came. */
async function rawSocket({ url, embedded }: World, id: string, buildId: string): Promise<string[]> {
  const messages: string[] = [];
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  socket.on('message', (data) => messages.push(String(data)));
  await once(socket, 'open');
  const payload = { 'Coder-Session-Token': embedded.user('mira').token };
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ type: 'subscribe', id, payload: { query: feedQuery(), variables: { id: buildId } } }));
  return messages;
}

/** The bytes of all batches, over all transports, of a log that is written in these steps. */
async function framesOf(shareEvents: boolean) {
  const world = await startWorld({ shareEvents, feeds: { batchIntervalMs: 0 } });
  const { embedded, url } = world;
  const build = runningBuild(embedded);
  const sockets = [await rawSocket(world, 'a', build.id), await rawSocket(world, '"b', build.id)];
  const bodies: string[] = ['', ''];
  const responses = [SSE, MULTIPART].map(async (accept, index) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { accept, 'content-type': 'application/json', 'coder-session-token': embedded.user('mira').token },
      body: JSON.stringify({ query: feedQuery(), variables: { id: build.id } }),
    });
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) bodies[index] += decoder.decode(chunk, { stream: true });
  });
  const written = build.job.logs.length;
  for (const [index, output] of OUTPUTS.entries()) {
    embedded.control.appendLogs(build, [output]);
    const id = String(build.job.logs.at(-1)?.id);
    const all = () => [...sockets.map((messages) => messages.join('\n')), ...bodies];
    await until(`line ${index}`, () => all().every((text) => text.includes(`"id":"${id}"`)));
  }
  embedded.control.succeed(build);
  await Promise.all(responses);
  await until('the ends', () => sockets.every((messages) => messages.at(-1)?.includes('"complete"')));
  expect(written).toBe(build.job.logs.length - OUTPUTS.length);
  const anonymous = (text: string) =>
    text.replace(/"(createdAt|completedAt|uuid|id|lastId)":"[^"]*"|^id: .*$/gm, '"$1":0');
  return { sockets: sockets.map((messages) => messages.map(anonymous)), bodies: bodies.map(anonymous) };
}

it('should send the same bytes whether events are shared or not, over all transports', async () => {
  const shared = await framesOf(true);
  expect(shared).toEqual(await framesOf(false));
  for (const messages of shared.sockets) expect(messages.length).toBeGreaterThanOrEqual(2 + OUTPUTS.length);
});

it('should count an event for each subscription that gets it, however often it was executed', async () => {
  const world = await startWorld();
  const { embedded, gateway } = world;
  const build = runningBuild(embedded);
  const sockets = [await rawSocket(world, 'a', build.id), await rawSocket(world, 'b', build.id)];
  await until('the socket', () => embedded.sockets().total === 1);
  embedded.control.appendLogs(build, 3);
  const lastId = String(build.job.logs.at(-1)?.id);
  await until('the lines', () => sockets.every((messages) => messages.at(-1)?.includes(`"lastId":"${lastId}"`)));
  const delivered = sockets.flat().filter((message) => message.includes('"next"')).length;
  const figures = await (await fetch(gateway.metricsUrl)).text();
  expect(figures).toContain(`coder_graphql_operations_total{type="event",code="ok"} ${delivered}`);
});
