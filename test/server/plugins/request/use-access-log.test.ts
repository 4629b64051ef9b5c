import { expect, test } from 'vitest';
import { ask, createStub } from '../../stub-gateway.ts';

test('an answer leaves one line, without query, variables or token', async () => {
  const stub = createStub();
  await ask(stub, 'query Greet($name: String) { hello(name: $name) }', {
    operationName: 'Greet',
    variables: { name: 'secret-variable' },
    headers: { 'coder-session-token': 'secret-token', 'x-request-id': 'id-1' },
  });
  await stub.gateway.pipeline.fetch('http://127.0.0.1:4000/graphql?query={hello(name:"secret-query")}');
  expect(stub.logged).toEqual([
    expect.objectContaining({ requestId: 'id-1', method: 'POST', path: '/graphql', status: 200, operation: 'Greet' }),
    expect.objectContaining({ method: 'GET', path: '/graphql', status: 200 }),
  ]);
  expect(JSON.stringify(stub.logged)).not.toContain('secret');
});
