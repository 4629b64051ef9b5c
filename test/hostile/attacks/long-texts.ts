import { globalId } from '../../mutations/support.ts';
import type { Target } from '../target.ts';
import { query, signIn, tcp } from '../wire.ts';
import type { Attack } from './attack.ts';

function aliased(count: number, selection: string): string {
  return Array.from({ length: count }, (_, n) => `a${n}: ${selection}`).join(' ');
}

const HEAD = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

/** One long text, asked for again and again. */
export const longTexts: Attack[] = [
  ['a state 20 times', aliased(20, 'state { base64 }')],
  [
    'a state as base64 and text, and four times its hash',
    `state { ${aliased(4, 'sha256')} ${['b: text', 'c: base64'].join(' ')} }`,
  ],
].map(([name = '', selection = '']) => ({
  name,
  run: (target) =>
    query(target, `{ build(id: "${target.coder.workspace('falcon').builds.at(-1)?.id}") { ${selection} } }`),
  status: 400,
  code: 'OPERATION_TOO_COMPLEX',
}));

/** A text that every user can make, the value of a parameter, two thousand times. */
function parametersOften({ coder }: Target): string {
  const build = coder.build('atlas-dev');
  build.parameters = [{ name: 'p', value: 'x'.repeat(200_000) }];
  const ids = Array.from({ length: 100 }, () => `"${globalId('Build', build.id)}"`);
  return `nodes(ids: [${ids}]) { ... on Build { ${aliased(20, 'parameters { value }')} } }`;
}

longTexts.push({
  name: 'the parameters of a build two thousand times',
  run: (target) => query(target, `{ ${parametersOften(target)} }`),
  status: 200,
  code: 'UPSTREAM_CALL_LIMIT',
  says: '"data":null',
});

/** A log of 1 MB, three times. */
function longAnswer({ coder }: Target): string {
  const build = coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'running' });
  coder.control.appendLogs(build, Array<string>(1_000).fill('x'.repeat(1_000)));
  coder.control.succeed(build);
  return `{ build(id: "${build.id}") { ${aliased(3, 'logs(first: 1000) { nodes { output } }')} } }`;
}

longTexts.push({
  name: '150 long answers to one question that nobody reads',
  run: async (target) => {
    const body = JSON.stringify({ query: longAnswer(target) });
    const sockets = await Promise.all(Array.from({ length: 150 }, () => tcp(target)));
    for (const socket of sockets) {
      socket.pause();
      socket.write(`${HEAD}Coder-Session-Token: ${target.token}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    for (const socket of sockets) socket.resetAndDestroy();
  },
});

longTexts.push({
  name: 'the same on ten WebSockets',
  run: async (target) => {
    const payload = { query: longAnswer(target) };
    const clients = await Promise.all(Array.from({ length: 10 }, () => signIn(target)));
    for (const { socket, send } of clients) {
      socket.pause();
      for (let id = 0; id < 20; id++) send({ id: `${id}`, type: 'subscribe', payload });
    }
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    for (const { socket } of clients) socket.terminate();
  },
});

longTexts.push({
  name: 'the parameters of a build two thousand times, in one part',
  run: (target) =>
    query(target, `{ viewer { id } ... @defer { ${parametersOften(target)} } }`, undefined, {
      accept: 'multipart/mixed;deferSpec=20220824',
    }),
  status: 200,
  code: 'UPSTREAM_CALL_LIMIT',
});

longTexts.push({
  name: 'the log of a build a hundred times',
  run: (target) => {
    const { id } = target.coder.build('falcon');
    const ids = Array.from({ length: 100 }, () => `"${id}"`);
    return query(target, `{ nodes(ids: [${ids}]) { ... on Build { logText } } }`);
  },
  status: 400,
  code: 'OPERATION_TOO_COMPLEX',
});
