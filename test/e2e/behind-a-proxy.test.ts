import { once } from 'node:events';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { pageFixture } from '../server/page-fixture.ts';
import { startPrefixProxy } from './prefix-proxy.ts';
import { followBySse } from './sse.ts';
import { connect, runningBuild, startWorld, subscribe, until } from './support.ts';

const prefix = '/tools/builds';

const ways = [
  { name: 'that strips its prefix', strips: true, settings: { graphiql: true } },
  { name: 'that passes its prefix on', strips: false, settings: { graphiql: true, basePath: prefix } },
];

it.each(ways)('should be reached by a browser through a proxy $name', async ({ strips, settings }) => {
  const { gateway, embedded } = await startWorld({ settings, pageFolder: pageFixture() });
  const proxy = await startPrefixProxy({ target: gateway.url, prefix, strips });
  const token = embedded.user('mira').token;

  // What a person types, and where the redirect leads.
  const page = await fetch(`${proxy}${prefix}/`, { headers: { accept: 'text/html' } });
  expect(page.status).toBe(200);
  expect(page.url).toBe(`${proxy}${prefix}/graphql`);
  expect(await page.text()).toContain('GraphiQL');

  // The page sends its operations to the address that it was loaded from, with its own origin.
  const answer = await fetch(page.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'coder-session-token': token, origin: proxy },
    body: JSON.stringify({ query: '{ viewer { username } }' }),
  });
  expect(await answer.json()).toEqual({ data: { viewer: { username: 'mira' } } });
  const socket = connect(page.url, token, { headers: { origin: proxy } });
  const query = subscribe(socket, '{ viewer { username } }');
  await query.finished;
  expect(query.events).toEqual([{ data: { viewer: { username: 'mira' } } }]);

  for (const path of ['/healthz', '/readyz', '/metrics', '/schema.graphql']) {
    expect((await fetch(`${proxy}${prefix}${path}`)).status).toBe(200);
  }
});

it.each(ways)('should stream a log as it is written through a proxy $name', async ({ strips, settings }) => {
  const { gateway, embedded } = await startWorld({ settings });
  const proxy = await startPrefixProxy({ target: gateway.url, prefix, strips });
  const build = runningBuild(embedded);
  const feed = followBySse(`${proxy}${prefix}/graphql`, embedded.user('mira').token, build);
  embedded.control.appendLogs(build, 3);
  await until('the lines are there', () => feed.lines.length >= 3);
});

it('should say what the proxy must do when it does not pass handshakes on', async () => {
  const { gateway } = await startWorld();
  const proxy = await startPrefixProxy({ target: gateway.url, prefix, strips: true, passesUpgrades: false });
  const socket = new WebSocket(`${proxy.replace('http', 'ws')}${prefix}/graphql`, 'graphql-transport-ws');
  const [, response] = await once(socket, 'unexpected-response');
  let text = '';
  for await (const chunk of response) text += chunk;
  expect(response.statusCode).toBe(426);
  expect(text).toContain('a proxy in between must pass Upgrade and Connection on');
  socket.on('error', () => {});
  socket.terminate();
});
