import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/config.ts';
import { connect, startWorld, type World } from './support.ts';

/** What a request brings instead of, or beside, its document. */
interface Params {
  query?: string;
  documentId?: string;
  variables?: Record<string, unknown>;
  extensions?: Record<string, unknown>;
}

type Send = (world: World, params: Params) => Promise<string>;

function post(accept: string): Send {
  return async ({ url, embedded }, params) => {
    const abort = new AbortController();
    const headers = { accept, 'content-type': 'application/json', 'coder-session-token': embedded.user('mira').token };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(params), signal: abort.signal });
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('"data":') || text.includes('"code":')) break;
    }
    abort.abort();
    return text;
  };
}

const get: Send = async ({ url, embedded }, { query, extensions, variables, documentId }) => {
  const search = new URLSearchParams({
    ...(query !== undefined && { query }),
    ...(documentId !== undefined && { documentId }),
    ...(variables && { variables: JSON.stringify(variables) }),
    ...(extensions && { extensions: JSON.stringify(extensions) }),
  });
  const headers = { accept: 'application/json', 'coder-session-token': embedded.user('mira').token };
  return (await fetch(`${url}?${search}`, { headers })).text();
};

const socket: Send = (world, { query = '', ...params }) => {
  const client = connect(world.url, world.embedded.user('mira').token);
  return new Promise((resolve) => {
    client.subscribe(
      { query, ...params },
      {
        next: (result) => resolve(JSON.stringify(result)),
        error: (error) => resolve(JSON.stringify(error)),
        complete: () => {},
      },
    );
  });
};

const QUERY = 'query V { viewer { username } }';
const UPDATES = 'subscription U($id: ID!) { workspaceUpdated(workspaceId: $id) { name } }';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (sha256Hash: unknown) => ({ persistedQuery: { version: 1, sha256Hash } });

const TRANSPORTS: [string, Send, string][] = [
  ['POST', post('application/json'), QUERY],
  ['POST, as GraphQL responses', post('application/graphql-response+json'), QUERY],
  ['GET', get, QUERY],
  ['server-sent events', post('text/event-stream'), UPDATES],
  ['multipart', post('multipart/mixed;subscriptionSpec=1.0'), UPDATES],
  ['a WebSocket, a query', socket, QUERY],
  ['a WebSocket, a subscription', socket, UPDATES],
];

async function start(settings: Partial<Settings>) {
  const world = await startWorld({ settings });
  return { world, variables: { id: world.embedded.workspace('atlas-dev').id } };
}

describe.each(TRANSPORTS)('by %s', (_, send, document) => {
  const operations = new Map([['allowed-1', document]]);
  const answer = document === QUERY ? '"username":"mira"' : '"name":"atlas-dev"';

  it('should run the operations of the file by their id and by their text, and nothing else', async () => {
    const { world, variables } = await start({ persistedOperations: operations });
    expect(await send(world, { extensions: persisted('allowed-1'), variables })).toContain(answer);
    expect(await send(world, { query: `# mine\n${document.replaceAll(' {', '\n{')}`, variables })).toContain(answer);
    for (const params of [
      { query: `${document} query Other { __typename }` },
      { query: '{ __schema { queryType { name } } }' },
      { query: '{' },
      { extensions: persisted('other') },
      { extensions: persisted(5) },
      { extensions: persisted(hash(document)), query: '{ __typename }' },
    ])
      expect(await send(world, { ...params, variables }), JSON.stringify(params)).toContain('"OPERATION_NOT_ALLOWED"');
  });

  it('should take a document once and then its hash', async () => {
    const { world, variables } = await start({});
    const extensions = persisted(hash(document));
    const first = await send(world, { extensions, variables });
    expect(first).toContain('"PERSISTED_QUERY_NOT_FOUND"');
    expect(first).toContain('"PersistedQueryNotFound"');
    expect(await send(world, { extensions, variables, query: document })).toContain(answer);
    expect(await send(world, { extensions, variables })).toContain(answer);
  });

  it('should take no document under the hash of another', async () => {
    const { world, variables } = await start({});
    const extensions = persisted(hash(document));
    expect(await send(world, { extensions, variables, query: '{ __typename }' })).toContain('"BAD_USER_INPUT"');
    expect(await send(world, { extensions, variables })).toContain('"PERSISTED_QUERY_NOT_FOUND"');
    expect(await send(world, { extensions: persisted('ABC'), variables })).toContain('"BAD_USER_INPUT"');
  });
});

it.each([
  ['POST', post('application/json')],
  ['GET', get],
])('should take documentId too, as GraphQL over HTTP names it, by %s', async (_, send) => {
  const { world } = await start({ persistedOperations: new Map([['allowed-1', QUERY]]) });
  expect(await send(world, { documentId: 'allowed-1' })).toContain('"username":"mira"');
  expect(await send(world, { documentId: 'other' })).toContain('"OPERATION_NOT_ALLOWED"');
});

it('should answer with a status that says so to those who accept GraphQL responses', async () => {
  const { world } = await start({ persistedOperations: new Map([['allowed-1', QUERY]]) });
  const ask = (accept: string) =>
    fetch(world.url, {
      method: 'POST',
      headers: { accept, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
  expect((await ask('application/graphql-response+json')).status).toBe(403);
  expect((await ask('application/json')).status).toBe(200);
});
