import { gzipSync } from 'node:zlib';
import { http, query, raw, tcp } from '../wire.ts';
import type { Attack } from './attack.ts';

const VIEWER = JSON.stringify({ query: '{ viewer { username } }' });
const HEAD = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
const pipelined = (count: number) =>
  `GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n`.repeat(count);

/** Requests that are too large, unfinished, framed two ways, or not what they say. */
export const requests: Attack[] = [
  {
    name: 'a body of 20 MB',
    run: (target) => http(target, { body: Buffer.alloc(20_000_000, 'x') }),
    status: 413,
    code: 'BAD_USER_INPUT',
  },
  {
    name: '15,000 distinct keys',
    run: (target) => http(target, { body: `{${Array.from({ length: 15_000 }, (_, n) => `"k${n}":1`).join()}}` }),
    status: 400,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'JSON of 100,000 brackets',
    run: (target) => http(target, { body: '['.repeat(100_000) }),
    status: 400,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'variables 50,000 deep',
    run: (target) =>
      http(target, { body: `{"query":"{viewer{id}}","variables":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}` }),
    status: 200,
  },
  {
    name: 'keys of the prototype',
    run: (target) =>
      http(target, { body: '{"query":"{viewer{id}}","variables":{"__proto__":{"x":1}},"constructor":{}}' }),
    status: 400,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a body that is no JSON',
    run: (target) => http(target, { body: '{"query":' }),
    status: 400,
    code: 'BAD_USER_INPUT',
  },
  { name: 'an empty body', run: (target) => http(target, { body: '' }), status: 400, code: 'BAD_USER_INPUT' },
  {
    name: 'a body in UTF-16',
    run: (target) => http(target, { body: Buffer.from(VIEWER, 'utf16le') }),
    status: 400,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a number for the query',
    run: (target) => http(target, { body: '{"query":5}' }),
    status: 400,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a batch of 1,000',
    run: (target) => http(target, { body: `[${Array(1_000).fill(VIEWER).join()}]` }),
    status: 400,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'text for JSON',
    run: (target) => http(target, { body: VIEWER, headers: { 'content-type': 'text/plain' } }),
    status: 415,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a form',
    run: (target) =>
      http(target, { body: 'query={viewer{id}}', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    status: 415,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a file upload',
    run: (target) =>
      http(target, { body: '--x\r\n\r\n--x--', headers: { 'content-type': 'multipart/form-data; boundary=x' } }),
    status: 415,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a bomb in gzip',
    run: (target) =>
      http(target, { body: gzipSync(Buffer.alloc(50_000_000)), headers: { 'content-encoding': 'gzip' } }),
    status: 415,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a mutation by GET',
    run: (target) =>
      http(target, { method: 'GET', path: '/graphql?query=mutation{cancelBuild(buildId:"x"){__typename}}' }),
    status: 405,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a query of 100 KB by GET',
    run: (target) => http(target, { method: 'GET', path: `/graphql?query=${'x'.repeat(100_000)}` }),
    status: 431,
  },
  { name: 'PUT', run: (target) => http(target, { method: 'PUT', body: VIEWER }), status: 405, code: 'BAD_USER_INPUT' },
  { name: 'DELETE', run: (target) => http(target, { method: 'DELETE' }), status: 405, code: 'BAD_USER_INPUT' },
  {
    name: 'TRACE',
    run: (target) => raw(target, 'TRACE /graphql HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    status: 405,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'CONNECT',
    run: (target) => raw(target, 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n'),
    says: 'closed',
  },
  {
    name: 'a length and chunks at once',
    run: (target) => raw(target, `${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
    status: 400,
  },
  {
    name: 'two lengths',
    run: (target) => raw(target, `${HEAD}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}`),
    status: 400,
  },
  { name: 'a length that is negative', run: (target) => raw(target, `${HEAD}Content-Length: -1\r\n\r\n`), status: 400 },
  {
    name: 'a chunk that is endless',
    run: (target) => raw(target, `${HEAD}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n`),
    status: 400,
  },
  {
    name: 'a chunk extension of 100 KB',
    run: (target) => raw(target, `${HEAD}Transfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(100_000)}\r\n{\r\n0\r\n\r\n`),
    status: 413,
  },
  {
    name: 'two Host headers',
    run: (target) => raw(target, `${HEAD}Host: other\r\nContent-Length: ${VIEWER.length}\r\n\r\n${VIEWER}`),
    status: 400,
  },
  { name: 'no Host', run: (target) => raw(target, 'POST /graphql HTTP/1.1\r\nContent-Length: 0\r\n\r\n'), status: 400 },
  {
    name: 'headers of 100 KB',
    run: (target) => raw(target, `${HEAD}X-A: ${'a'.repeat(100_000)}\r\n\r\n`),
    status: 431,
  },
  {
    name: '3,000 headers',
    run: (target) => raw(target, `${HEAD}${Array.from({ length: 3_000 }, (_, n) => `X-${n}: a\r\n`).join('')}\r\n`),
    status: 431,
  },
  { name: 'bytes that are no HTTP', run: (target) => raw(target, Buffer.from('16030100', 'hex')), status: 400 },
  { name: 'HTTP/2 in clear', run: (target) => raw(target, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), status: 400 },
  {
    name: 'an upgrade to HTTP/2',
    run: (target) =>
      raw(
        target,
        'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n',
      ),
    status: 200,
  },
  {
    name: 'a path that climbs',
    run: (target) => raw(target, 'GET /graphql/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    status: 404,
  },
  {
    name: 'a target of two slashes',
    run: (target) => raw(target, 'GET //evil.example/graphql HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    status: 404,
  },
  {
    name: 'a token of 20 KB',
    run: (target) => raw(target, `${HEAD}Coder-Session-Token: ${'a'.repeat(20_000)}\r\nContent-Length: 0\r\n\r\n`),
    status: 431,
  },
  {
    name: 'a token of 5,000 characters',
    run: (target) => query(target, '{ viewer { id } }', {}, { 'coder-session-token': 'a'.repeat(5_000) }),
    status: 200,
    code: 'UNAUTHENTICATED',
  },
  {
    name: 'a token with a space',
    run: (target) => query(target, '{ viewer { id } }', {}, { 'coder-session-token': 'a b' }),
    status: 200,
    code: 'UNAUTHENTICATED',
  },
  {
    name: 'a foreign origin',
    run: (target) => query(target, '{ viewer { id } }', {}, { origin: 'https://evil.example' }),
    status: 403,
    code: 'FORBIDDEN',
  },
  {
    name: 'an origin of null',
    run: (target) => query(target, '{ viewer { id } }', {}, { origin: 'null' }),
    status: 403,
    code: 'FORBIDDEN',
  },
  {
    name: 'an Accept of images',
    run: (target) => http(target, { body: VIEWER, headers: { accept: 'image/png' } }),
    status: 406,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'an Accept of 1,500 types',
    run: (target) => http(target, { body: VIEWER, headers: { accept: Array(1_500).fill('a/b').join() } }),
    status: 406,
    code: 'BAD_USER_INPUT',
  },
  {
    name: '17 MB of a caller whom Coder does not know',
    run: (target) =>
      http(target, {
        body: JSON.stringify({ query: 'mutation', variables: { s: 'A'.repeat(17_000_000) } }),
        headers: { 'coder-session-token': 'nobody-knows-me' },
      }),
    status: 401,
    code: 'UNAUTHENTICATED',
  },
  {
    name: '25 bodies that lack ten bytes',
    run: async (target) => {
      const sockets = await Promise.all(Array.from({ length: 25 }, () => tcp(target)));
      const body = Buffer.alloc(200_000, 'x');
      for (const socket of sockets)
        socket.write(Buffer.concat([Buffer.from(`${HEAD}Content-Length: ${body.length + 10}\r\n\r\n`), body]));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      for (const socket of sockets) socket.destroy();
    },
  },
  {
    name: '260 bodies of strangers that never end, and one of a user',
    run: async (target) => {
      const sockets = await Promise.all(Array.from({ length: 260 }, () => tcp(target)));
      for (const socket of sockets) socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n1\r\n \r\n`);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const answer = await query(target, '{ viewer { id } }', { s: 'A'.repeat(200_000) });
      for (const socket of sockets) socket.destroy();
      return answer;
    },
    status: 200,
  },
  {
    name: '200 connections that send nothing',
    run: async (target) => {
      const sockets = await Promise.all(Array.from({ length: 200 }, () => tcp(target)));
      await new Promise((resolve) => setTimeout(resolve, 500));
      for (const socket of sockets) socket.resetAndDestroy();
    },
  },
  {
    name: '90 pipelined requests whose answers nobody reads',
    run: async (target) => {
      const socket = await tcp(target);
      socket.pause();
      socket.write(pipelined(90));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      socket.resetAndDestroy();
    },
  },
  {
    name: '50 whole schemas whose answers nobody reads',
    run: async (target) => {
      const sockets = await Promise.all(Array.from({ length: 50 }, () => tcp(target)));
      for (const socket of sockets) {
        socket.pause();
        const body = JSON.stringify({
          query: '{ __schema { types { name description fields { name description } } } }',
        });
        socket.write(`${HEAD}Content-Length: ${body.length}\r\n\r\n${body}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      for (const socket of sockets) socket.resetAndDestroy();
    },
  },
  {
    name: '300 queries whose clients leave at once',
    run: async (target) => {
      await Promise.all(
        Array.from({ length: 300 }, async () => {
          const socket = await tcp(target);
          const body = JSON.stringify({
            query: '{ workspaces(first: 50) { nodes { builds(first: 10) { nodes { parameters { name } } } } } }',
          });
          socket.write(`${HEAD}Coder-Session-Token: ${target.token}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
          socket.resetAndDestroy();
        }),
      );
    },
  },
  {
    name: '500 queries at once',
    run: async (target) => {
      const answers = await Promise.all(
        Array.from({ length: 500 }, () =>
          query(target, '{ workspaces(first: 10) { nodes { name latestBuild { id } } } }'),
        ),
      );
      for (const { status, text } of answers) if (status !== 200) throw new Error(`${status} ${text.slice(0, 200)}`);
    },
  },
];
