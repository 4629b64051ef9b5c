import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/config.ts';
import { connect, startWorld, type World } from './support.ts';

/** What a client asks for of a workspace, and how it is refused. */
interface Case {
  name: string;
  /** A selection on a workspace. */
  selection: string;
  settings?: Partial<Settings>;
  token?: null;
  code: string;
}

const back = '{ latestBuild { workspace ';

const CASES: Case[] = [
  {
    name: 'a long document',
    selection: `{ name } # ${'x'.repeat(2_000)}\n`,
    settings: { maxDocumentKb: 1 },
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'a deep document',
    selection: `${back.repeat(12)}{ name }${' } }'.repeat(12)}`,
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'many aliases',
    selection: `{ ${Array.from({ length: 40 }, (_, n) => `a${n}: name`).join(' ')} }`,
    code: 'OPERATION_TOO_COMPLEX',
  },
  { name: 'the same field many times', selection: `{ ${'name '.repeat(51)} }`, code: 'OPERATION_TOO_COMPLEX' },
  {
    name: 'many tokens',
    selection: `{ ${'name '.repeat(200)} }`,
    settings: { maxTokens: 150 },
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'costly pages',
    selection: '{ builds(first: 100) { nodes { logs(first: 1000) { nodes { id output } } } } }',
    code: 'OPERATION_TOO_COMPLEX',
  },
  {
    name: 'many calls',
    selection: '{ builds(first: 10) { nodes { parameters { name } timings { agentScriptTimings { exitCode } } } } }',
    settings: { maxUpstreamCalls: 2 },
    code: 'UPSTREAM_CALL_LIMIT',
  },
  { name: 'no token', selection: '{ favorite }', token: null, code: 'UNAUTHENTICATED' },
  { name: 'a bad argument', selection: '{ builds(first: 0) { nodes { id } } }', code: 'BAD_USER_INPUT' },
  { name: 'a field that is not there', selection: '{ nothing }', code: 'GRAPHQL_VALIDATION_FAILED' },
  { name: 'too much a minute', selection: '{ name }', settings: { rateOperations: 1 }, code: 'RATE_LIMITED' },
];

type Ask = (world: World, selection: string, token: string | null) => Promise<string>;

const workspace = ({ embedded }: World) => embedded.workspace('atlas-dev').id;
const query = (world: World, selection: string) => `{ workspace(id: "${workspace(world)}") ${selection} }`;
const subscription = (world: World, selection: string) =>
  `subscription { workspaceUpdated(workspaceId: "${workspace(world)}") ${selection} }`;

function headers(token: string | null, accept: string): Record<string, string> {
  return { accept, 'content-type': 'application/json', ...(token !== null && { 'coder-session-token': token }) };
}

const post =
  (accept: string, document: typeof query): Ask =>
  async (world, selection, token) => {
    const abort = new AbortController();
    const body = JSON.stringify({ query: document(world, selection) });
    const response = await fetch(world.url, {
      method: 'POST',
      headers: headers(token, accept),
      body,
      signal: abort.signal,
    });
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      // A later part may be the one that is refused.
      if (text.includes('"code":') || (text.includes('"data":') && document !== inParts)) break;
    }
    abort.abort();
    return text;
  };

/** The same with a part that is delivered later. */
const inParts = (world: World, selection: string) => {
  const [, inner] = /^\{(.*)\}/s.exec(selection) ?? [];
  const rest = selection.slice(selection.lastIndexOf('}') + 1);
  return query(world, `{ ... on Workspace @defer { ${inner} } uuid }${rest}`);
};

const get: Ask = async (world, selection, token) => {
  const url = `${world.url}?query=${encodeURIComponent(query(world, selection))}`;
  return (await fetch(url, { headers: headers(token, 'application/json') })).text();
};

const socket =
  (document: typeof query): Ask =>
  async (world, selection, token) => {
    const client = connect(world.url, token);
    return new Promise((resolve) => {
      client.subscribe(
        { query: document(world, selection) },
        {
          next: (result) => resolve(JSON.stringify(result)),
          error: (error) => resolve(JSON.stringify(error)),
          complete: () => {},
        },
      );
    });
  };

const TRANSPORTS: [string, Ask][] = [
  ['POST', post('application/json', query)],
  ['POST, as GraphQL responses', post('application/graphql-response+json', query)],
  ['GET', get],
  ['server-sent events', post('text/event-stream', subscription)],
  ['multipart', post('multipart/mixed;subscriptionSpec=1.0', subscription)],
  ['multipart, in parts', post('multipart/mixed;deferSpec=20220824', inParts)],
  ['server-sent events, in parts', post('text/event-stream', inParts)],
  ['a query over a WebSocket', socket(query)],
  ['a subscription over a WebSocket', socket(subscription)],
];

describe.each(CASES)('$name', ({ selection, settings = {}, token, code }) => {
  it.each(TRANSPORTS)(`should be refused with ${code} by %s`, async (_, ask) => {
    const world = await startWorld({ settings });
    const sent = token === undefined ? world.embedded.user('mira').token : token;
    let text = await ask(world, selection, sent);
    // The first operations count for the address: Coder does not know the token yet.
    for (let more = 0; code === 'RATE_LIMITED' && more < 5 && !text.includes(code); more++)
      text = await ask(world, selection, sent);
    expect([...text.matchAll(/"code":"(\w+)"/g)].map(([, found]) => found)[0], text.slice(0, 300)).toBe(code);
  });
});
