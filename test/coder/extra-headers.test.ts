import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { followLimits } from '../../src/coder/connection/follow.ts';
import { endpoints } from '../../src/coder/endpoints.ts';
import { clientOf, json, startUpstream, TOKEN } from './upstream.ts';

const USER = { id: '820683d3-6842-4ccc-bae9-b3a66af12b6c', username: 'mira' };
const headers = { 'cf-access-client-id': 'abc.access', cookie: 'sso=1' };

function sent({ headers }: IncomingMessage) {
  const { 'cf-access-client-id': id, cookie, 'coder-session-token': token } = headers;
  return { id, cookie, token };
}

const expected = { id: 'abc.access', cookie: 'sso=1', token: TOKEN };

it('headers of CODER_HEADER go with every request', async () => {
  const { url, requests } = await startUpstream((_, response) => json(response, USER));
  const client = clientOf(url, { headers });
  await client.session({ token: TOKEN, maxCalls: 9 }).call(endpoints.user, { path: { user: 'me' } });
  expect(requests.map(sent)).toEqual([expected]);
});

it('headers of CODER_HEADER go with every WebSocket handshake', async () => {
  const { url, server } = await startUpstream((_, response) => response.writeHead(404).end());
  const socket = clientOf(url, { headers }).follow(
    { target: '/workspacebuilds/x/logs?follow', token: TOKEN, limits: followLimits, parse: JSON.parse },
    { opened: () => {}, message: () => {}, closed: () => {} },
  );
  const [request, connection] = await once(server, 'upgrade');
  socket.close();
  connection.destroy();
  expect(sent(request)).toEqual(expected);
});
