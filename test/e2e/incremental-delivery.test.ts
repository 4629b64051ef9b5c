import { meros } from 'meros/browser';
import { describe, expect, it } from 'vitest';
import { merged, type Payload, partsOf } from '../server/incremental/merged.ts';
import { askRaw, eventsOf } from './incremental.ts';
import { connect, startWorld, subscribe } from './support.ts';

const MULTIPART = 'multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json;q=0.9';
const SSE = 'text/event-stream';
const PARAMETERS = '/workspacebuilds/{workspacebuild}/parameters';

const QUERY = `query ($id: ID!, $later: Boolean! = true) {
  build(id: $id) { buildNumber ... on Build @defer(if: $later, label: "form") { parameters { name } } }
}`;

async function start(options: Parameters<typeof startWorld>[0] = {}) {
  const world = await startWorld(options);
  const { embedded, url } = world;
  const { token } = embedded.user('mira');
  const id = embedded.build('atlas-dev').id;
  const ask = (accept: string, query = QUERY, variables: object = { id }, headers = '') =>
    askRaw(url, token, { accept, query, variables, headers });
  return { ...world, token, id, ask };
}

const payloads = (accept: string, text: string): Payload[] => (accept === SSE ? eventsOf(text) : partsOf(text));

describe.each([
  ['multipart', MULTIPART, /^multipart\/mixed; boundary="-"; deferSpec=20220824$/],
  ['server-sent events', SSE, /^text\/event-stream; charset=utf-8$/],
])('%s', (_, accept, contentType) => {
  it('should deliver what costs a call after the rest', async () => {
    const { embedded, ask, query, id } = await start();
    const fault = embedded.faults.add({ route: PARAMETERS, latency: 300 });
    const answer = ask(accept);
    const head = await answer.head;
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    expect(/content-type: (.*)/i.exec(head)?.[1]).toMatch(contentType);
    const early = await answer.body(/"hasNext":true/);
    expect(early).toContain('"buildNumber"');
    expect(early).not.toContain('"parameters"');
    const [first, ...later] = payloads(accept, await answer.whole);
    fault.remove();
    expect(first).toEqual({ data: { build: { buildNumber: expect.any(Number) } }, hasNext: true });
    expect(later).toEqual([
      { incremental: [{ data: { parameters: expect.any(Array) }, path: ['build'], label: 'form' }], hasNext: false },
    ]);
    const plain = await query(QUERY, { id, later: false });
    expect(merged([first ?? {}, ...later]).data).toEqual(plain.data);
  });

  it('should tell the cost in a last payload of its own', async () => {
    const { ask, id } = await start();
    const all = payloads(accept, await ask(accept, QUERY, { id }, 'X-Upstream-Trace: 1\r\n').whole);
    const last = all.pop();
    expect(last).toEqual({ hasNext: false, extensions: { upstream: expect.objectContaining({ calls: 2 }) } });
    for (const payload of all) expect(payload).toMatchObject({ hasNext: true });
    for (const payload of all) expect(payload).not.toHaveProperty('extensions');
  });

  it('should report what fails in the part that it belongs to', async () => {
    const { embedded, ask } = await start();
    embedded.faults.add({ route: PARAMETERS, respond: { status: 500, body: '{"message":"no"}' } });
    const all = payloads(accept, await ask(accept).whole);
    expect(all[0]).not.toHaveProperty('errors');
    expect(all[1]?.incremental).toEqual([
      expect.objectContaining({
        path: ['build'],
        errors: [expect.objectContaining({ path: ['build', 'parameters'], extensions: expect.anything() })],
      }),
    ]);
  });

  it('should end in time, with the parts that Coder did not answer failed', async () => {
    const { embedded, ask } = await start({ settings: { requestTimeoutMs: 150 } });
    embedded.faults.add({ route: PARAMETERS, hang: true });
    const [first, last] = payloads(accept, await ask(accept).whole);
    expect(first).toMatchObject({ data: { build: {} }, hasNext: true });
    expect(last).toMatchObject({
      incremental: [{ errors: [{ extensions: { code: 'UPSTREAM_TIMEOUT' } }] }],
      hasNext: false,
    });
  });

  it('should keep to the budget of calls', async () => {
    const { ask, embedded } = await start({ settings: { maxUpstreamCalls: 2 } });
    const workspace = embedded.workspace('atlas-dev').id;
    const document = `query ($id: ID!) { workspace(id: $id) { builds(first: 3) { nodes {
      uuid ... @defer { parameters { name } timings { provisionerTimings { stage } } }
    } } } }`;
    const all = payloads(accept, await ask(accept, document, { id: workspace }).whole);
    expect(JSON.stringify(all)).toContain('UPSTREAM_CALL_LIMIT');
    expect(embedded.requests.length).toBeLessThanOrEqual(2);
  });

  it('should stream a list after its first items', async () => {
    const { ask, query } = await start();
    const document = (directive: string) => `{ workspaces(first: 5) { nodes ${directive} { name } } }`;
    const all = payloads(accept, await ask(accept, document('@stream(initialCount: 2)')).whole);
    expect(all[0]?.data).toEqual({ workspaces: { nodes: [expect.anything(), expect.anything()] } });
    expect(merged(all).data).toEqual((await query(document(''))).data);
  });

  it('should answer at once where nothing is left for later', async () => {
    const { ask, id } = await start();
    const answer = ask(`${accept}, application/json`, QUERY, { id, later: false });
    expect(await answer.head).toMatch(/content-type: application\/(graphql-response\+)?json/i);
  });
});

it('should be read by a client of multipart answers', async () => {
  const { url, token, id, query } = await start();
  const plain = await query(QUERY, { id, later: false });
  // The second time the document is known, and known documents take the fast path.
  for (const accept of ['multipart/mixed', MULTIPART, MULTIPART]) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, 'coder-session-token': token },
      body: JSON.stringify({ query: QUERY, variables: { id } }),
    });
    const parts = await meros<Payload>(response);
    if (parts instanceof Response) throw new Error(`No multipart answer: ${await parts.text()}`);
    const all: Payload[] = [];
    for await (const { json, body } of parts) {
      expect(json).toBe(true);
      all.push(body as Payload);
    }
    expect(all.length).toBeGreaterThan(1);
    expect(merged(all).data).toEqual(plain.data);
  }
});

it('should count against the rates of its caller, and say so', async () => {
  const { ask, url, token } = await start({ settings: { rateOperations: 2, rateComplexity: 10_000 } });
  // Known to Coder from now on: until then it counts for the address.
  await fetch(`${url}?query={viewer{uuid}}`, { headers: { 'coder-session-token': token } });
  const heads = [await ask(MULTIPART).head, await ask(MULTIPART).head, await ask(MULTIPART).head];
  expect(heads[0]).toMatch(/^HTTP\/1\.1 200 [\s\S]*ratelimit: "operations";r=1;/i);
  expect(heads[2]).toMatch(/^HTTP\/1\.1 429 /);
});

it('should run only as a persisted operation where nothing else may run', async () => {
  const persistedOperations = new Map([['allowed', QUERY]]);
  const { ask, url, token, id } = await start({ settings: { persistedOperations } });
  expect(await ask(MULTIPART, QUERY.replace('buildNumber', 'uuid')).head).toMatch(/^HTTP\/1\.1 403 /);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: MULTIPART, 'coder-session-token': token },
    body: JSON.stringify({ documentId: 'allowed', variables: { id } }),
  });
  expect(partsOf(await response.text())).toHaveLength(2);
});

describe('where it cannot be delivered', () => {
  it.each([
    'application/json',
    'application/graphql-response+json',
    'multipart/mixed;subscriptionSpec=1.0, application/json',
    'multipart/mixed;incrementalSpec=v0.2, application/json',
    'multipart/mixed;q=0, application/json',
  ])('should refuse Accept: %s before anything runs', async (accept) => {
    const { ask, embedded } = await start();
    embedded.clearRequests();
    const answer = ask(accept);
    expect(await answer.head).toMatch(/^HTTP\/1\.1 406 /);
    expect(JSON.parse(await answer.body(/\}$/))).toEqual({
      errors: [
        {
          message: expect.stringMatching(/deferSpec=20220824.*text\/event-stream/),
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
    expect(embedded.requests).toEqual([]);
  });

  it('should refuse it over a WebSocket, and take the document there without', async () => {
    const { url, token, id } = await start();
    const client = connect(url, token);
    const refused = subscribe(client, QUERY, { id });
    await refused.finished;
    expect(refused.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    const taken = subscribe(client, QUERY, { id, later: false });
    await taken.finished;
    expect(taken.events).toEqual([
      { data: { build: { buildNumber: expect.any(Number), parameters: expect.any(Array) } } },
    ]);
  });

  it('should refuse it in a subscription', async () => {
    const { ask, id } = await start();
    const document = `subscription ($id: ID!, $later: Boolean!) {
      buildUpdated(buildId: $id) { uuid ... @defer(if: $later) { buildNumber } }
    }`;
    const answer = ask('text/event-stream', document, { id, later: true });
    expect(await answer.body(/complete/)).toMatch(/A subscription has no answer in parts.*BAD_USER_INPUT/);
    const running = ask('text/event-stream', document, { id, later: false });
    expect(await running.body(/"data"/)).toMatch(/"buildNumber":\d/);
  });

  it.each([
    ['at the root of a mutation', 'mutation { ... @defer { __typename } }', /cannot be used on root mutation type/],
    ['on what is no list', '{ viewer { username } ... on Query { viewer @stream { username } } }', /non-list field/],
    ['with a label twice', '{ ... @defer(label: "a") { __typename } ... @defer(label: "a") { __typename } }', /unique/],
  ])('should refuse it %s', async (_, document, message) => {
    const { ask } = await start();
    const answer = await ask('multipart/mixed', document, {}).body(/--\r\n$/);
    expect(answer).toMatch(message);
    expect(answer).toContain('GRAPHQL_VALIDATION_FAILED');
  });

  it.each([
    ['{ workspaces { nodes @stream(initialCount: -1) { name } } }', /expected 0 or more, got -1/],
    ['{ workspaces { nodes @stream(initialCount: null) { name } } }', /expected 0 or more, got null/],
    [
      'query ($on: Boolean = true) { ... @defer { workspaces { nodes @stream(if: $on) { name } } } }',
      /"if.*not be null/,
    ],
  ])('should refuse wrong arguments: %s', async (document, message) => {
    const { ask, embedded } = await start();
    embedded.clearRequests();
    const answer = await ask('multipart/mixed, application/json', document, { on: null }).whole;
    expect(answer).toMatch(message);
    expect(answer).toContain('BAD_USER_INPUT');
    expect(embedded.requests).toEqual([]);
  });
});
