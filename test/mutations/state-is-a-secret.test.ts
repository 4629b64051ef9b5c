import { createClient } from 'graphql-ws';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { documents, type Mutations, startMutations } from './support.ts';

/** The state, in each form in which it could show. */
const TEXT = 'correct horse battery staple';
const BASE64 = Buffer.from(TEXT).toString('base64');
const FORMS = [TEXT, 'battery', BASE64, BASE64.slice(0, 12), Buffer.from(TEXT).toString('hex')];
const UNKNOWN = '11111111-1111-4111-8111-111111111111';

/** A gateway whose every trace is kept: all log lines, the trace of each answer, the metrics. */
async function startWatched() {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const started = await startMutations({ log, settings: { trace: true, maxResponseMb: 1, upstreamTimeoutMs: 500 } });
  const expectNoTrace = async (answer: unknown) => {
    expect(lines.length).toBeGreaterThan(0);
    const metrics = await started.gateway.metrics.registry.metrics();
    const seen = `${lines.join('')}\n${metrics}\n${JSON.stringify(answer)}`;
    for (const form of FORMS) expect(seen).not.toContain(form);
  };
  return { ...started, lines, expectNoTrace };
}

/** Sends a document as it is. */
async function post({ gateway, embedded }: Mutations, body: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', 'coder-session-token': embedded.user('mira').token };
  const response = await gateway.pipeline.fetch('http://127.0.0.1/graphql', { method: 'POST', headers, body });
  return response.json();
}

describe('the state does not show in logs, traces, metrics and errors', () => {
  const create = { workspaceId: UNKNOWN, transition: 'START', state: BASE64 };
  const update = { buildId: UNKNOWN, state: BASE64 };

  it.each([
    ['stored', {}],
    ['refused', { respond: { status: 400, body: '{"message":"no"}' } }],
    ['failed', { respond: { status: 500, body: JSON.stringify({ message: 'panic', detail: TEXT }) } }],
    ['in an answer that is no envelope', { respond: { status: 400, body: TEXT } }],
    ['in an answer of a proxy', { respond: { status: 502, body: `<pre>${BASE64}</pre>` } }],
    ['in an answer of the wrong shape', { respond: { status: 201, body: JSON.stringify([TEXT]) } }],
    ['in an answer that is no JSON', { respond: { status: 201, body: `${TEXT}{` } }],
    ['cut', { cutAfterBytes: 0 }],
    ['without an answer', { hang: true as const }],
  ])('when it is %s', async (_, rule) => {
    const { embedded, mutate, expectNoTrace } = await startWatched();
    embedded.faults.add({ when: ({ method }) => method !== 'GET', ...rule });
    await expectNoTrace(await mutate('createBuild', { ...create, workspaceId: embedded.workspace('falcon').id }));
    await expectNoTrace(await mutate('updateBuildState', { ...update, buildId: embedded.build('gull').id }));
  });

  it.each([
    ['a field too many', { ...create, states: BASE64 }],
    ['a field too few', { workspaceId: UNKNOWN, state: BASE64 }],
    ['an object in its place', { ...create, state: { base64: BASE64, text: TEXT } }],
    ['itself in place of the object', BASE64],
    ['itself in place of a list', { ...create, parameters: { name: TEXT, value: { BASE64 } } }],
    ['a list of objects', { ...create, parameters: [{ name: 'cpu', value: [BASE64] }] }],
    ['an object in place of a UUID', { ...create, templateVersionId: { state: BASE64 } }],
    ['base64 that is none', { ...create, state: `${BASE64}*` }],
    ['more base64 than may be', { ...create, state: Buffer.from(TEXT.repeat(40_000)).toString('base64') }],
  ])('when the variables have %s', async (_, input) => {
    const { query, calls, expectNoTrace } = await startWatched();
    const answer = await query(documents.createBuild(), { input });
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    // A large body is read only once Coder has confirmed the token.
    const confirmed = JSON.stringify(input).length > 256 * 1024 ? ['GET /users/{user}'] : [];
    expect(calls()).toEqual(confirmed);
    await expectNoTrace(answer);
  });

  it.each([
    ['a field too many', `{ workspaceId: "1", transition: START, states: "${BASE64}" }`],
    ['another type', `"${BASE64}"`],
    ['a list of it', `[{ state: "${BASE64}" }]`],
    ['a text in its way', `{ workspaceId: { state: "${BASE64}" }, transition: START }`],
    ['no colon', `{ state "${BASE64}" }`],
    ['no colon, in a block', `{ state """${TEXT}""" }`],
    ['no end', `{ state: "${BASE64}`],
  ])('when the document has it as a literal with %s', async (_, literal) => {
    const { query, calls, expectNoTrace } = await startWatched();
    const answer = await query(`mutation { createBuild(input: ${literal}) { __typename } }`);
    expect(answer.errors?.[0]?.extensions.code).toMatch(/^GRAPHQL_(PARSE|VALIDATION)_FAILED$/);
    expect(calls()).toEqual([]);
    await expectNoTrace(answer);
  });

  it('when a variable makes a literal wrong that validation has let pass', async () => {
    const { query, calls, lines, expectNoTrace } = await startWatched();
    const answer = await query(
      `mutation ($id: ID = "1") { createBuild(input: { workspaceId: $id, transition: START, state: "${BASE64}" }) { __typename } }`,
      { id: null },
    );
    expect(answer.errors?.map(({ message, extensions: { code } }) => [message, code])).toEqual([
      ['Argument "input" has invalid value.', 'BAD_USER_INPUT'],
    ]);
    // It is no defect of the gateway either.
    expect(lines.join('')).not.toContain('unexpected error');
    expect(calls()).toEqual([]);
    await expectNoTrace(answer);
  });

  it('when the body is no JSON, or the state is in the wrong place of it', async () => {
    const started = await startWatched();
    await started.expectNoTrace(await post(started, `{"query":"{ __typename }","variables":{"state":"${BASE64}"`));
    await started.expectNoTrace(await post(started, JSON.stringify({ query: '{ __typename }', variables: BASE64 })));
    await started.expectNoTrace(await post(started, JSON.stringify({ query: { state: BASE64 } })));
    await started.expectNoTrace(
      await post(started, JSON.stringify({ query: '{ __typename }', operationName: [BASE64] })),
    );
  });

  it('when it is read and that fails', async () => {
    for (const status of [400, 403, 500]) {
      const { embedded, query, expectNoTrace } = await startWatched();
      const { id } = embedded.build('falcon');
      embedded.faults.add({ path: `/workspacebuilds/${id}/state`, respond: { status, body: TEXT } });
      await expectNoTrace(await query('query ($id: ID!) { build(id: $id) { state { text } } }', { id }));
    }
  });

  it('over a WebSocket', async () => {
    const { embedded, gateway, expectNoTrace } = await startWatched();
    await gateway.listen();
    const client = createClient({
      url: `${gateway.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { 'Coder-Session-Token': embedded.user('mira').token },
      lazy: true,
    });
    const ask = async (query: string, input: object): Promise<unknown> => {
      for await (const answer of client.iterate({ query, variables: { input } })) return answer;
      return undefined;
    };
    const settled = (query: string, input: object) => ask(query, input).catch((errors: unknown) => errors);
    const { id } = embedded.build('falcon');
    const answers = [
      await settled(documents.updateBuildState(), { buildId: id, state: BASE64 }),
      await settled(documents.updateBuildState(), { buildId: id, state: BASE64, more: BASE64 }),
      await settled(`mutation { updateBuildState(input: "${BASE64}") { __typename } }`, {}),
      await settled(`mutation { updateBuildState(input: { state "${BASE64}" }) { __typename } }`, {}),
    ];
    await client.dispose();
    const codes = answers.map((answer) => /"code":"(\w+)"/.exec(JSON.stringify(answer))?.[1]);
    expect(codes).toEqual([undefined, 'BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']);
    await expectNoTrace(answers);
  });
});

it('the state is stored by no cache: each read asks Coder', async () => {
  const { embedded, query, calls } = await startMutations();
  const { id } = embedded.build('falcon');
  const read = () => query('query ($id: ID!) { build(id: $id) { state { sha256 } } }', { id });
  await read();
  await read();
  expect(calls().filter((call) => call.endsWith('/state')).length).toBe(2);
});
