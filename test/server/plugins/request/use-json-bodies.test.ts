import { expect, test } from 'vitest';
import { createStub } from '../../stub-gateway.ts';

function post(type: string | undefined, body: BodyInit) {
  return createStub().gateway.pipeline.fetch('http://127.0.0.1:4000/graphql', {
    method: 'POST',
    headers: type === undefined ? {} : { 'content-type': type },
    body,
  });
}

test.each([
  ['application/x-www-form-urlencoded', 'query={hello}'],
  ['text/plain', JSON.stringify({ query: '{ hello }' })],
  ['application/graphql', '{ hello }'],
  ['application/graphql+json', JSON.stringify({ query: '{ hello }' })],
  ['application/json-but-not', JSON.stringify({ query: '{ hello }' })],
  ['multipart/form-data; boundary=x', '--x--'],
])('a body of type %s is not read', async (type, body) => {
  const response = await post(type, body);
  expect(response.status).toBe(415);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});

test('JSON is, with or without a charset', async () => {
  expect((await post('application/json', '{"query":"{hello}"}')).status).toBe(200);
  expect((await post('Application/JSON; charset=utf-8', '{"query":"{hello}"}')).status).toBe(200);
});

test('a byte order mark before it is passed over', async () => {
  for (const body of ['\ufeff{"query":"{hello}"}', new Blob(['\ufeff{"query":"{hello}"}']).stream()]) {
    const response = await createStub().gateway.pipeline.fetch('http://127.0.0.1:4000/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(await response.json()).toEqual({ data: { hello: 'hello world' } });
  }
});

test('bytes that are no UTF-8 are refused, not replaced', async () => {
  const latin = Buffer.from('{"query":"{hello(name: \\"Zo\u00eb\\")}"}', 'latin1');
  const response = await post('application/json', new Uint8Array(latin));
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ message: 'The body is not JSON in UTF-8.' }] });
});

test('an empty name of the operation is none', async () => {
  const response = await post('application/json', '{"query":"{hello}","operationName":""}');
  expect(await response.json()).toEqual({ data: { hello: 'hello world' } });
  const get = await createStub().gateway.pipeline.fetch('http://127.0.0.1:4000/graphql?query={hello}&operationName=');
  expect(await get.json()).toEqual({ data: { hello: 'hello world' } });
});

test.each([
  ['{"query":"{hello}","operationName":5}', 'Expected "operationName" to be a string.'],
  ['{"query":"{hello}","operationName":"Other"}', 'Expected "operationName" to name an operation of the document'],
  ['{"query":"query A {hello} query B {hello}"}', 'it can be left out when there is only one'],
])('%s leaves open which operation is meant', async (body, message) => {
  const response = await post('application/json', body);
  expect(response.status).toBe(400);
  const { errors } = (await response.json()) as { errors: { message: string; extensions: { code: string } }[] };
  expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
  expect(errors[0]?.message).toContain(message);
});

test.each([
  [{ 'content-type': 'application/json; charset=utf-16' }, 'Expected a body in UTF-8, got charset "utf-16".'],
  [{ 'content-type': 'application/json;charset="ISO-8859-1"' }, 'Expected a body in UTF-8, got charset "iso-8859-1".'],
  [
    { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    'Expected a body without Content-Encoding, got "gzip".',
  ],
])('a body of another coding is refused by its name: %j', async (headers, message) => {
  const response = await createStub().gateway.pipeline.fetch('http://127.0.0.1:4000/graphql', {
    method: 'POST',
    headers: headers as Record<string, string>,
    body: '{"query":"{hello}"}',
  });
  expect(response.status).toBe(415);
  expect(await response.json()).toEqual({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
});

test('a mutation needs POST', async () => {
  const { gateway } = createStub();
  const response = await gateway.pipeline.fetch('http://127.0.0.1:4000/graphql?query=mutation{change}');
  expect(response.status).toBe(405);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});

test('several operations in one body are refused', async () => {
  const response = await post('application/json', '[{"query":"{hello}"},{"query":"{hello}"}]');
  expect(response.status).toBe(400);
});
