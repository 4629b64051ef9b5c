import { openSocket } from '../../raw-socket.ts';
import { closeAfter, closing, outcome, raw, signIn, tcp, upgraded } from '../wire.ts';
import type { Attack } from './attack.ts';

const INIT = { type: 'connection_init', payload: {} };
const UPGRADE =
  'GET /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n';
const subscribe = (id: string, query: string, variables?: unknown) => ({
  id,
  type: 'subscribe',
  payload: { query, variables },
});

const frames = (target: Parameters<Attack['run']>[0], bytes: Buffer) => upgraded(target, `${UPGRADE}\r\n`, bytes);

/** What a WebSocket may be told. */
export const sockets: Attack[] = [
  { name: 'no connection_init', run: (target) => closeAfter(target), status: 4408 },
  { name: 'a second connection_init', run: (target) => closeAfter(target, INIT, INIT), status: 4429 },
  {
    name: 'an operation before the init',
    run: (target) => closeAfter(target, subscribe('1', '{ viewer { id } }')),
    status: 4401,
  },
  ...['connection_ack', 'next', 'error', 'nonsense'].map((type) => ({
    name: `a message of type ${type}`,
    run: (target: Parameters<Attack['run']>[0]) => closeAfter(target, INIT, { id: '1', type, payload: [] }),
    status: 4400,
  })),
  { name: 'a message that is no JSON', run: (target) => closeAfter(target, INIT, '{"type":'), status: 4400 },
  { name: 'a message that is null', run: (target) => closeAfter(target, INIT, 'null'), status: 4400 },
  {
    name: 'a subscribe without a payload',
    run: (target) => closeAfter(target, INIT, { id: '1', type: 'subscribe' }),
    status: 4400,
  },
  { name: 'a message of brackets', run: (target) => closeAfter(target, INIT, '['.repeat(200_000)), status: 4400 },
  { name: 'a message of 1 MB', run: (target) => closeAfter(target, INIT, 'x'.repeat(1_000_000)), status: 1009 },
  {
    name: 'an init of 1 MB',
    run: (target) => closeAfter(target, { type: 'connection_init', payload: { a: 'x'.repeat(1_000_000) } }),
    status: 1009,
  },
  {
    name: 'an object for a token',
    run: (target) => closeAfter(target, { type: 'connection_init', payload: { authorization: { $ne: null } } }),
    status: 4400,
  },
  {
    name: 'a list for a token',
    run: (target) => closeAfter(target, { type: 'connection_init', payload: { 'Coder-Session-Token': ['a'] } }),
    status: 4400,
  },
  {
    name: 'two tokens',
    run: (target) =>
      closeAfter(target, {
        type: 'connection_init',
        payload: { 'Coder-Session-Token': 'a', Authorization: 'Bearer b' },
      }),
    status: 4400,
  },
  {
    name: 'an id that is taken',
    run: async (target) => {
      const client = await signIn(target);
      const id = target.coder.workspace('atlas-dev').id;
      for (let n = 0; n < 2; n++)
        client.send(subscribe('1', `subscription { workspaceUpdated(workspaceId: "${id}") { name } }`));
      return closing(client);
    },
    status: 4409,
  },
  {
    name: '60 subscriptions on one socket',
    run: async (target) => {
      const client = await signIn(target);
      const id = target.coder.workspace('atlas-dev').id;
      for (let n = 0; n < 60; n++)
        client.send(subscribe(`${n}`, `subscription { workspaceUpdated(workspaceId: "${id}") { name } }`));
      const refused = await client.next('error');
      client.socket.terminate();
      return outcome(undefined, JSON.stringify(refused));
    },
    code: 'TOO_MANY_SUBSCRIPTIONS',
  },
  {
    name: 'a flood of subscribe and complete',
    run: async (target) => {
      const client = await signIn(target);
      for (let n = 0; n < 1_500; n++) {
        client.send(subscribe(`${n}`, '{ workspaces(first: 1) { nodes { name } } }'));
        client.send({ id: `${n}`, type: 'complete' });
      }
      client.send({ type: 'ping' });
      await client.next('pong');
      client.socket.terminate();
    },
  },
  {
    name: 'a flood of pings',
    run: async (target) => {
      const client = await signIn(target);
      for (let n = 0; n < 20_000; n++) client.send({ type: 'ping' });
      await client.next('pong');
      client.socket.terminate();
    },
  },
  {
    name: '400 messages that lack their last bytes',
    run: async (target) => {
      // A masked text frame of 250,000 bytes.
      const head = Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 3, 0xd0, 0x90, 0, 0, 0, 0]);
      const frame = Buffer.concat([head, Buffer.alloc(249_990)]);
      const sockets = await Promise.all(Array.from({ length: 400 }, () => tcp(target)));
      for (const socket of sockets) {
        socket.write(`${UPGRADE}\r\n`);
        socket.write(frame);
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      for (const socket of sockets) socket.destroy();
    },
  },
  {
    name: '40 subscriptions with large documents of their own',
    run: async (target) => {
      const { id } = target.coder.workspace('atlas-dev');
      const client = await signIn(target);
      let refused = 0;
      for (let n = 0; n < 40; n++) {
        const fields = '...{ name }'.repeat(480);
        client.send(subscribe(`${n}`, `subscription S${n} { workspaceUpdated(workspaceId: "${id}") { ${fields} } }`));
        const { payload } = await client.next('next');
        if (JSON.stringify(payload).includes('TOO_MANY_SUBSCRIPTIONS')) refused++;
      }
      client.socket.terminate();
      if (refused < 20) throw new Error(`${refused} were refused`);
    },
  },
  {
    name: '1,500 queries in one go',
    run: async (target) => {
      const client = await signIn(target);
      for (let n = 0; n < 1_500; n++) client.send(subscribe(`${n}`, '{ viewer { username } }'));
      for (let n = 0; n < 1_500; n++) await client.next('complete', 'error');
      client.socket.terminate();
    },
  },
  {
    name: '100 answers that nobody reads',
    run: async (target) => {
      const client = await signIn(target);
      client.socket.pause();
      for (let n = 0; n < 100; n++)
        client.send(subscribe(`${n}`, '{ __schema { types { name description fields { name description } } } }'));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      client.socket.terminate();
    },
  },
  {
    name: '200 sockets that leave without a word',
    run: async (target) => {
      const opened = await Promise.all(Array.from({ length: 200 }, () => openSocket(target.url)));
      for (const { socket } of opened) socket.terminate();
    },
  },
  {
    name: '50 log feeds that leave at once',
    run: async (target) => {
      const build = target.coder.workspace('atlas-dev').builds.at(-1)?.id;
      const opened = await Promise.all(Array.from({ length: 50 }, () => signIn(target)));
      for (const client of opened) {
        client.send(subscribe('1', `subscription { buildLogs(buildId: "${build}") { __typename } }`));
        client.socket.terminate();
      }
    },
  },
  {
    name: 'an unmasked frame',
    run: (target) => frames(target, Buffer.from([0x81, 0x02, 0x7b, 0x7d])),
    status: 1002,
  },
  { name: 'a reserved opcode', run: (target) => frames(target, Buffer.from([0x83, 0x80, 0, 0, 0, 0])), status: 1002 },
  {
    name: 'a frame of 2^63 bytes',
    run: (target) =>
      frames(target, Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])),
    status: 1009,
  },
  {
    name: '10,000 fragments of one message, which is no JSON',
    run: (target) => {
      const fragment = (head: number) => Buffer.from([head, 0x81, 0, 0, 0, 0, 0x20]);
      const between = Array.from({ length: 9_998 }, () => fragment(0x00));
      return frames(target, Buffer.concat([fragment(0x01), ...between, fragment(0x80)]));
    },
    status: 4400,
  },
  {
    name: 'a close frame of one byte',
    run: (target) => frames(target, Buffer.from([0x88, 0x81, 0, 0, 0, 0, 1])),
    status: 1002,
  },
  {
    name: 'the old subprotocol',
    run: (target) => upgraded(target, `${UPGRADE.replace('graphql-transport-ws', 'graphql-ws')}\r\n`, Buffer.alloc(0)),
    status: 4406,
  },
  {
    name: 'a foreign origin',
    run: (target) => raw(target, `${UPGRADE}Origin: https://evil.example\r\n\r\n`),
    status: 403,
  },
  {
    name: 'an upgrade elsewhere',
    run: (target) => raw(target, `${UPGRADE.replace('/graphql', '/metrics')}\r\n`),
    status: 404,
  },
  {
    name: 'an upgrade with a body',
    // To a WebSocket the body is a frame, and not one that there is.
    run: (target) => upgraded(target, `${UPGRADE}Content-Length: 10\r\n\r\n`, Buffer.from('x'.repeat(10))),
    status: 1002,
  },
];
