import { http, tcp } from '../wire.ts';
import type { Attack } from './attack.ts';

const HEAD =
  'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\n';

function feed({ coder }: Parameters<Attack['run']>[0]): string {
  const build = coder.workspace('atlas-dev').builds.at(-1)?.id;
  return JSON.stringify({
    query: `subscription { buildLogs(buildId: "${build}") { ... on BuildLogBatch { logs { output } } } }`,
  });
}

/** Subscriptions over HTTP. */
export const streams: Attack[] = [
  {
    name: '500 subscriptions that accept no stream',
    run: async (target) => {
      const body = feed(target);
      const answers = await Promise.all(Array.from({ length: 500 }, () => http(target, { body })));
      return answers.find(({ status }) => status !== 406) ?? (answers[0] as (typeof answers)[0]);
    },
    status: 406,
    code: 'BAD_USER_INPUT',
  },
  {
    name: '100 streams that are reset',
    run: async (target) => {
      const body = feed(target);
      const sockets = await Promise.all(Array.from({ length: 100 }, () => tcp(target)));
      for (const socket of sockets)
        socket.write(`${HEAD}Coder-Session-Token: ${target.token}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
      for (const socket of sockets) socket.resetAndDestroy();
    },
  },
  {
    name: '20 streams that nobody reads',
    run: async (target) => {
      const build = target.coder.control.createBuild(target.coder.workspace('falcon'), {}, { hold: 'running' });
      target.coder.control.appendLogs(
        build,
        Array.from({ length: 3_000 }, () => 'x'.repeat(300)),
      );
      const body = JSON.stringify({
        query: `subscription { buildLogs(buildId: "${build.id}") { ... on BuildLogBatch { logs { output } } } }`,
      });
      const sockets = await Promise.all(Array.from({ length: 20 }, () => tcp(target)));
      for (const socket of sockets) {
        socket.pause();
        socket.write(`${HEAD}Coder-Session-Token: ${target.token}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      for (const socket of sockets) socket.resetAndDestroy();
      target.coder.control.succeed(build);
    },
  },
  {
    name: 'a Last-Event-ID that is no id',
    run: (target) =>
      http(target, {
        body: feed(target),
        headers: { accept: 'text/event-stream', 'last-event-id': '9'.repeat(5_000) },
      }),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a feed without a token',
    run: (target) =>
      http(target, { body: feed(target), headers: { accept: 'text/event-stream', 'coder-session-token': '' } }),
    status: 200,
    code: 'UNAUTHENTICATED',
  },
  {
    name: '40 feeds of a build that is not there',
    run: async (target) => {
      const body = JSON.stringify({
        query: 'subscription { buildLogs(buildId: "b92b2daa-c0ce-4c98-98c6-c26f8453b347") { __typename } }',
      });
      const answers = await Promise.all(
        Array.from({ length: 40 }, () => http(target, { body, headers: { accept: 'text/event-stream' } })),
      );
      return answers.at(-1) as (typeof answers)[0];
    },
    status: 200,
    code: 'NOT_FOUND',
  },
];
