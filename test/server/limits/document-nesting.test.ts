import { expect, test } from 'vitest';
import { exceedsNesting } from '../../../src/server/limits/document-nesting.ts';
import { ask, codes, createStub } from '../stub-gateway.ts';

test.each([
  ['[', ']'],
  ['{ a: ', ' }'],
])('deeply nested %s are refused by a limit', async (open, close) => {
  const stub = createStub();
  const answer = await ask(stub, `{ hello(name: ${open.repeat(490)}${close.repeat(490)}) }`);
  expect(codes(answer)).toEqual(['OPERATION_TOO_COMPLEX']);
  const unclosed = await ask(stub, `{ hello(name: ${open.repeat(490)}`);
  expect(codes(unclosed)).toEqual(['OPERATION_TOO_COMPLEX']);
  expect(codes(await ask(createStub({ maxTokens: 20_000 }), `{ hello(name: ${open.repeat(1900)}`))).toEqual([
    'OPERATION_TOO_COMPLEX',
  ]);
  expect(stub.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

test('brackets within strings and comments, and many that are not nested, do not count', () => {
  expect(exceedsNesting(`{ a(b: "${'['.repeat(300)}") } # ${'{'.repeat(300)}`)).toBe(false);
  expect(exceedsNesting(`{ a(b: """${'('.repeat(300)}""") }`)).toBe(false);
  expect(exceedsNesting(`{ ${'a { b } '.repeat(300)} }`)).toBe(false);
  expect(exceedsNesting(`{ ${'['.repeat(300)} "unterminated`)).toBe(true);
  expect(exceedsNesting(`{ "unterminated ${'['.repeat(300)}`)).toBe(false);
});

test('variables that are nested too deep are refused', async () => {
  const stub = createStub();
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  for (const query of [
    'query ($first: Int) { page(first: $first) { name } }',
    'subscription ($first: Int) { ticks(first: $first) }',
  ]) {
    const response = await stub.gateway.pipeline.fetch('http://127.0.0.1:4000/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":${JSON.stringify(query)},"variables":{"first":${deep}}}`,
    });
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  }
  expect(stub.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
