import { describe, expect, it } from 'vitest';
import { startMutations } from '../../../mutations/support.ts';
import { bothPaths, bytesOf, operation } from '../../fast-path/both-paths.ts';
import { createStub } from '../../stub-gateway.ts';

const ask = (accept: string) =>
  createStub().gateway.pipeline.fetch('http://localhost/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: operation('{ hello }'),
  });

const REFUSED = {
  errors: [
    {
      message:
        'Expected a header "Accept" with application/json or application/graphql-response+json; a subscription needs ' +
        'text/event-stream or multipart/mixed;subscriptionSpec=1.0, or a WebSocket (graphql-transport-ws).',
      extensions: { code: 'BAD_USER_INPUT' },
    },
  ],
};

describe('a client that takes no form of a result', () => {
  it.each([
    'text/plain',
    'application/xml',
    'application/json;charset=utf-16',
    'application/json;q=0',
    '*/*;q=0',
    ',',
    Array(1_500).fill('a/b').join(),
  ])('is told so: %.40s', async (accept) => {
    const answer = await ask(accept);
    expect(answer.status).toBe(406);
    expect(await answer.json()).toEqual(REFUSED);
  });

  it('has no mutation executed', async () => {
    const { embedded, gateway, calls } = await startMutations();
    await gateway.listen();
    const { id } = embedded.workspace('falcon');
    const query = `mutation { createBuild(input: { workspaceId: "${id}", transition: STOP }) { __typename } }`;
    // The second time the document is known.
    for (let time = 0; time < 2; time++) {
      const answer = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'coder-session-token': embedded.user('mira').token,
          accept: 'text/plain',
        },
        body: operation(query),
      });
      expect(answer.status).toBe(406);
      expect(await answer.json()).toEqual(REFUSED);
    }
    expect(calls()).toEqual([]);
  });
});

it.each([
  ['application/json;q=0.5, application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
  ['application/graphql-response+json;q=0.5, application/json', 'application/json; charset=utf-8'],
  ['application/graphql-response+json;q=0, */*', 'application/json; charset=utf-8'],
  ['application/json, application/graphql-response+json', 'application/json; charset=utf-8'],
  ['text/html, application/json ; Q=0.9 ; charset="UTF-8"', 'application/json; charset=utf-8'],
  ['text/event-stream', 'text/event-stream'],
])('of what a client takes it gets what it likes best: %s', async (accept, type) => {
  const { fast, plain } = await bothPaths();
  for (const { send } of [fast, plain]) {
    for (let time = 0; time < 2; time++) {
      const answer = await send(bytesOf({ headers: { Accept: accept }, body: operation('{ hello }') }));
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(/^content-type: (.*)\r$/im.exec(answer)?.[1]).toBe(type);
    }
  }
});
