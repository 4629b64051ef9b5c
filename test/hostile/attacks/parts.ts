import type { Target } from '../target.ts';
import { http, outcome, query, signIn, tcp } from '../wire.ts';
import type { Attack } from './attack.ts';

const PARTS = { accept: 'multipart/mixed;deferSpec=20220824' };
const PARAMETERS = '/workspacebuilds/{workspacebuild}/parameters';

const many = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n)).join(' ');

/** The schema, piece by piece. */
const STREAMED = '__schema { types @stream { name fields @stream { name args @stream { name } } } }';

/** Sends the operation over so many connections, whose answers nobody reads, and resets them after a while. */
async function reset(target: Target, count: number, document: string): Promise<void> {
  const body = JSON.stringify({ query: document });
  const head = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: ${PARTS.accept}\r\n`;
  const sockets = await Promise.all(Array.from({ length: count }, () => tcp(target)));
  for (const socket of sockets) {
    socket.pause();
    socket.write(`${head}Coder-Session-Token: ${target.token}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  for (const socket of sockets) socket.resetAndDestroy();
}

/** Answers in parts. */
export const parts: Attack[] = [
  {
    name: '50 answers in parts for clients that take none',
    run: async (target) => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => query(target, '{ viewer { id ... @defer { name } } }')),
      );
      return answers.find(({ status }) => status !== 406) ?? answers[0];
    },
    status: 406,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a part in each of very many items',
    run: (target) =>
      query(
        target,
        `{ ${many(30, (n) => `a${n}: workspaces(first: 100) { nodes { ... @defer { name } ... @defer { uuid } } }`)} }`,
        undefined,
        PARTS,
      ),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'as many parts as an operation may have',
    run: (target) => query(target, `{ ${STREAMED} }`, undefined, PARTS),
    status: 200,
  },
  {
    name: 'and more of them',
    run: (target) => query(target, `{ ${many(9, (n) => `a${n}: ${STREAMED}`)} }`, undefined, PARTS),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: '300 parts inside of each other',
    run: (target) =>
      query(target, `{ viewer ${'{ ... @defer '.repeat(300)}{ id }${' }'.repeat(300)} }`, undefined, PARTS),
    status: 400,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'an initial count below zero',
    run: (target) =>
      query(target, 'query ($n: Int) { workspaces { nodes @stream(initialCount: $n) { name } } }', { n: -1 }, PARTS),
    status: 400,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a HEAD of an answer in parts',
    run: (target) =>
      http(target, {
        method: 'HEAD',
        path: `/graphql?query=${encodeURIComponent('{ viewer { id ... @defer { name } } }')}`,
        headers: PARTS,
      }),
    status: 200,
  },
  {
    name: '100 answers in parts that are reset while Coder keeps the rest',
    run: async (target) => {
      const fault = target.coder.faults.add({ route: PARAMETERS, hang: true });
      const id = target.coder.build('atlas-dev').id;
      await reset(target, 100, `{ build(id: "${id}") { uuid ... @defer { parameters { name } } } }`);
      fault.remove();
    },
  },
  {
    name: '20 answers in many parts that nobody reads',
    run: async (target) => {
      const build = target.coder.control.createBuild(target.coder.workspace('falcon'), {}, { hold: 'running' });
      const lines = Array.from({ length: 1_000 }, () => 'x'.repeat(2_000));
      target.coder.control.appendLogs(build, lines);
      const page = 'logs(first: 1000) { nodes @stream { id output } }';
      await reset(target, 20, `{ build(id: "${build.id}") { ${page} } }`);
      target.coder.control.succeed(build);
    },
  },
  {
    name: 'an answer in parts over a WebSocket',
    run: async (target) => {
      const { send, next, socket } = await signIn(target);
      send({ id: '1', type: 'subscribe', payload: { query: '{ viewer { id ... @defer { name } } }' } });
      const message = await next('next', 'error');
      socket.terminate();
      return outcome(undefined, JSON.stringify(message));
    },
    code: 'BAD_USER_INPUT',
  },
];
