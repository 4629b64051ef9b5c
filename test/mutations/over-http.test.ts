import { describe, expect, it } from 'vitest';
import { type Mutations, startMutations } from './support.ts';

const URL = 'http://127.0.0.1/graphql';

function documentFor({ embedded }: Mutations): string {
  const { id } = embedded.workspace('falcon');
  return `
    query Look { __typename }
    mutation Stop { createBuild(input: { workspaceId: "${id}", transition: STOP }) { __typename } }
    mutation Start { createBuild(input: { workspaceId: "${id}", transition: START }) { __typename } }
  `;
}

function send({ embedded, gateway }: Mutations, url: string, init: RequestInit = {}): Promise<Response> {
  const headers = { 'coder-session-token': embedded.user('mira').token, ...init.headers };
  return Promise.resolve(gateway.pipeline.fetch(url, { ...init, headers } as never)) as never;
}

const post = (gateway: Mutations, body: unknown, headers = {}) =>
  send(gateway, URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('a mutation by GET does not run', () => {
  it.each(['application/json', 'application/graphql-response+json', 'text/event-stream', '*/*'])(
    'for a client that accepts %s',
    async (accept) => {
      const gateway = await startMutations();
      const alone = documentFor(gateway).split('\n')[2] ?? '';
      for (const search of [{ query: alone }, { query: documentFor(gateway), operationName: 'Stop' }] as Record<
        string,
        string
      >[]) {
        const response = await send(gateway, `${URL}?${new URLSearchParams(search)}`, { headers: { accept } });
        expect(response.status).toBe(405);
        expect(response.headers.get('allow')).toBe('POST');
        expect(await response.text()).not.toContain('Success');
      }
      expect(gateway.calls()).toEqual([]);
    },
  );

  it('for a browser, which is shown no answer at all', async () => {
    const gateway = await startMutations();
    const search = new URLSearchParams({ query: documentFor(gateway), operationName: 'Stop' });
    const response = await send(gateway, `${URL}?${search}`, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(406);
    expect(gateway.calls()).toEqual([]);
  });

  it('while a query of the same document does', async () => {
    const gateway = await startMutations();
    const search = new URLSearchParams({ query: documentFor(gateway), operationName: 'Look' });
    const response = await send(gateway, `${URL}?${search}`);
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    expect(gateway.calls()).toEqual([]);
  });
});

describe('of several operations', () => {
  it('only the named one runs', async () => {
    const gateway = await startMutations();
    const { data } = await gateway.query(documentFor(gateway), {}, { operationName: 'Start' });
    expect(data).toEqual({ createBuild: { __typename: 'CreateBuildSuccess' } });
    expect(gateway.calls()).toEqual(['POST /workspaces/{workspace}/builds']);
    expect(gateway.embedded.build('falcon').transition).toBe('start');
  });

  it.each([
    ['a name that none has', 'Delete'],
    ['a name in other letters', 'stop'],
    ['an empty name', ''],
    ['no name', undefined],
    ['a name that is a list', ['Stop']],
    ['a name that is an object', { name: 'Stop' }],
    ['a name that every object has', 'constructor'],
  ])('none runs under %s', async (_, operationName) => {
    const gateway = await startMutations();
    const response = await post(gateway, { query: documentFor(gateway), operationName });
    const { data, errors } = (await response.json()) as { data?: unknown; errors: { extensions: object }[] };
    expect(data ?? null).toBeNull();
    expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
    expect(gateway.calls()).toEqual([]);
  });

  it('a name in the URL does not choose for the body', async () => {
    const gateway = await startMutations();
    const body = JSON.stringify({ query: documentFor(gateway), operationName: 'Look' });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const response = await send(gateway, `${URL}?operationName=Stop`, init);
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    expect(gateway.calls()).toEqual([]);
  });
});

describe('what a page of another site could send does not run', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'as %s',
    async (type) => {
      const gateway = await startMutations();
      const body = JSON.stringify({ query: documentFor(gateway), operationName: 'Stop' });
      const response = await send(gateway, URL, { method: 'POST', headers: { 'content-type': type }, body });
      expect(response.status).toBe(415);
      expect(gateway.calls()).toEqual([]);
    },
  );

  it('as a list of operations', async () => {
    const gateway = await startMutations();
    const response = await post(gateway, [{ query: documentFor(gateway), operationName: 'Stop' }]);
    expect(response.status).toBe(400);
    expect(gateway.calls()).toEqual([]);
  });
});

it('a mutation by POST runs once for a client that accepts a stream', async () => {
  const gateway = await startMutations();
  const body = { query: documentFor(gateway), operationName: 'Stop' };
  const response = await post(gateway, body, { accept: 'text/event-stream' });
  expect(await response.text()).toContain('CreateBuildSuccess');
  expect(gateway.calls()).toEqual(['POST /workspaces/{workspace}/builds']);
});
