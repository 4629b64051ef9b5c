import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Settings } from '../../../src/config.ts';
import { writtenResult } from '../../../src/server/fast-path/written-result.ts';
import { bothPaths, bytesOf, logOf, metricsOf, operation, type RawRequest } from './both-paths.ts';

vi.mock('../../../src/server/fast-path/written-result.ts', { spy: true });
afterEach(() => {
  vi.clearAllMocks();
});

/**
 * Sends the request twice to a gateway with the fast path and to one without, and expects the same bytes, log and
 * figures; gives how many of the two the fast path answered. The first request of a document is yoga's.
 */
async function compared(request: RawRequest, settings: Partial<Settings> = {}): Promise<number> {
  const { fast, plain } = await bothPaths(settings);
  const bytes = bytesOf(request);
  for (let count = 0; count < 2; count++) {
    expect(await fast.send(bytes)).toBe(await plain.send(bytes));
  }
  expect(logOf(fast)).toEqual(logOf(plain));
  expect(await metricsOf(fast)).toEqual(await metricsOf(plain));
  expect(fast.stub.contexts.length).toBe(plain.stub.contexts.length);
  return vi.mocked(writtenResult).mock.calls.length;
}

const hello = operation('{ hello }');

describe('an operation whose document was valid before is answered by the fast path, as by yoga', () => {
  test.each<[what: string, body: string]>([
    ['a field', hello],
    ['a text that is not Latin', operation('{ hello(name: "Привет 🌅") }')],
    ['variables', operation('query ($n: String) { hello(name: $n) }', { variables: { n: 'you' } })],
    ['null for variables', operation('{ hello }', { variables: null, extensions: null, operationName: null })],
    ['extensions', operation('{ hello }', { extensions: { persistedQuery: { version: 1 } } })],
    ['an unknown parameter that is null', operation('{ hello }', { id: null })],
    ['the name of an operation', operation('query A { hello } query B { token }', { operationName: 'B' })],
    ['an empty name', operation('{ hello }', { operationName: '' })],
    ['a long name', operation(`query ${'n'.repeat(100)} { hello }`, { operationName: 'n'.repeat(100) })],
    ['a mutation', operation('mutation { change }')],
    ['introspection', operation('{ __schema { types { name } } __typename }')],
    ['an error with a code', operation('{ coded hello }')],
    ['an error without one', operation('{ uncoded hello }')],
    ['a defect', operation('{ broken hello }')],
    ['a wrong enum', operation('{ color }')],
    ['null where there must be a value', operation('{ strict }')],
    ['an error beside a field', operation('{ noted }')],
    ['a missing variable', operation('query ($n: String!) { hello(name: $n) }')],
    [
      'a variable of another type',
      operation('query ($n: Int) { page(first: $n) { name } }', { variables: { n: 'x' } }),
    ],
    [
      'too much for these variables',
      operation('query ($n: Int) { page(first: $n) { name } }', { variables: { n: 9e6 } }),
    ],
    ['space around the JSON', ` \n${hello}\r\n`],
    ['a byte order mark', `\ufeff${hello}`],
    ['a key twice', '{"query":"{ token }","query":"{ hello }"}'],
  ])('%s', async (_what, body) => {
    expect(await compared({ body })).toBe(1);
  });

  test.each<[what: string, headers: Record<string, string | undefined>, settings?: Partial<Settings>]>([
    ['without Accept', {}],
    ['for any type', { Accept: '*/*' }],
    ['for an empty Accept', { Accept: '' }],
    ['for application/json', { Accept: 'application/json' }],
    ['for the type of GraphQL', { Accept: 'application/graphql-response+json' }],
    ['for both', { Accept: 'application/graphql-response+json, application/json;q=0.9' }],
    ['for all that urql takes', { Accept: 'application/graphql-response+json, text/event-stream, multipart/mixed' }],
    ['for an event stream first', { Accept: 'text/event-stream, application/json' }],
    ['for any application', { Accept: 'text/html, APPLICATION / * ; q=0.1' }],
    ['for */json', { Accept: '*/json' }],
    ['for UTF-8', { Accept: 'application/json; charset=utf-8' }],
    ['for multipart subscriptions too', { Accept: 'multipart/mixed;subscriptionSpec=1.0, application/json' }],
    ['with a charset', { 'Content-Type': 'application/json; charset=UTF-8' }],
    ['with the type in capitals', { 'Content-Type': 'Application/JSON ;x=y' }],
    ['without a coding', { 'Content-Encoding': 'identity' }],
    ['with a token', { 'Coder-Session-Token': 'a-token' }],
    ['with a bearer', { Authorization: 'Bearer a-token' }],
    [
      'with another scheme',
      { Authorization: 'Basic abc' },
      { sessionToken: 'fallback', allowedHosts: ['gw.example.com'] },
    ],
    ['with a fallback token', {}, { sessionToken: 'fallback', allowedHosts: ['gw.example.com'] }],
    ['with no id', { 'X-Request-Id': undefined }],
    ['with an id that is none', { 'X-Request-Id': 'a b' }],
    ['with its cost', { 'X-Upstream-Trace': '1' }],
    ['with its cost, always', {}, { trace: true }],
    ['of a page of the same origin', { Origin: 'https://gw.example.com' }],
    ['of an allowed page', { Origin: 'https://a.example.org' }, { allowedOrigins: ['https://*.example.org'] }],
    ['of any page', { Origin: 'null' }, { allowedOrigins: '*' }],
    ['of the same site', { 'Sec-Fetch-Site': 'same-origin' }],
    ['after Expect', { Expect: '100-continue' }],
    ['with a cookie', { Cookie: 'coder_session_token=x' }],
    ['with header names in capitals', { ACCEPT: 'application/json', ORIGIN: 'http://gw.example.com' }],
  ])('%s', async (_what, headers, settings = {}) => {
    const body = operation('{ token hello coded }');
    expect(await compared({ headers, body }, settings)).toBe(1);
  });

  test('without introspection, under a base path', async () => {
    const line = 'POST /api/graphql HTTP/1.1';
    const body = operation('query ($n: Int) { page(first: $n) { name } }', { variables: { n: 'RED' } });
    expect(await compared({ line, body }, { introspection: false, basePath: '/api' })).toBe(1);
  });

  test('by HTTP/1.0', async () => {
    expect(await compared({ line: 'POST /graphql HTTP/1.0', body: hello })).toBe(1);
  });

  test('by its whole URL', async () => {
    expect(await compared({ line: 'POST http://other.example.com/graphql HTTP/1.1', body: hello })).toBe(1);
  });
});

describe('all else is left to yoga', () => {
  test.each<[what: string, body: string | Buffer]>([
    ['nothing', ''],
    ['what is not JSON', '{'],
    ['JSON that is too deep', '['.repeat(8_000)],
    ['a list', `[${hello}]`],
    ['a text', '"x"'],
    ['null', 'null'],
    ['no query', '{}'],
    ['a query that is a number', '{"query":1}'],
    ['null for a query', '{"query":null}'],
    ['variables in a text', operation('{ hello }', { variables: '{}' })],
    ['variables in a list', operation('{ hello }', { variables: [] })],
    ['extensions in a list', operation('{ hello }', { extensions: [1] })],
    ['a name that is a number', operation('{ hello }', { operationName: 1 })],
    ['an unknown parameter', operation('{ hello }', { id: 1 })],
    ['a parameter named __proto__', '{"query":"{ hello }","__proto__":1}'],
    ['a syntax error', operation('{ hello')],
    ['an empty document', operation('')],
    ['an unknown field', operation('{ nothing }')],
    ['a document that is too deep', operation(`{ item ${'{ items '.repeat(30)}{ name }${' }'.repeat(30)} }`)],
    ['too many aliases', operation(`{ ${Array.from({ length: 40 }, (_, n) => `a${n}: hello`).join(' ')} }`)],
    ['too many tokens', operation(`{ ${'hello '.repeat(2_100)} }`)],
    ['an unknown name', operation('query A { hello }', { operationName: 'B' })],
    ['no name where there are two', operation('query A { hello } query B { hello }')],
    ['a fragment alone', operation('fragment F on Query { hello }')],
    ['a subscription', operation('subscription { ticks }')],
    ['bytes that are no UTF-8', Buffer.from('{"query":"{ hello(name: \\"\xff\\") }"}', 'latin1')],
    ['UTF-16', Buffer.from(hello, 'utf16le')],
    ['a large body', operation('{ hello }', { variables: { x: 'x'.repeat(20_000) } })],
    ['a body that is too large', operation('{ hello }', { variables: { x: 'x'.repeat(300_000) } })],
  ])('%s', async (_what, body) => {
    expect(await compared({ body })).toBe(0);
  });

  test.each<[what: string, request: RawRequest, settings?: Partial<Settings>]>([
    ['for an event stream', { headers: { Accept: 'text/event-stream' } }],
    ['for multipart subscriptions', { headers: { Accept: 'multipart/mixed;subscriptionSpec=1.0' } }],
    ['for a page', { headers: { Accept: 'text/html' } }],
    ['for another charset', { headers: { Accept: 'application/json;charset=latin1' } }],
    ['of another type', { headers: { 'Content-Type': 'text/plain' } }],
    ['of no type', { headers: { 'Content-Type': undefined } }],
    ['of another charset', { headers: { 'Content-Type': 'application/json; charset="latin1"' } }],
    ['with a coding', { headers: { 'Content-Encoding': 'gzip' } }],
    ['of a foreign page', { headers: { Origin: 'https://evil.example.com' } }],
    ['embedded by another site', { headers: { 'Sec-Fetch-Site': 'cross-site' } }],
    ['under a foreign host', {}, { sessionToken: 'fallback' }],
    [
      'in chunks',
      { headers: { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked' }, body: `13\r\n${hello}\r\n0\r\n\r\n` },
    ],
    ['with two lengths', { headers: { 'Content-Length': '19, 19' } }],
    ['of a length that is too large', { headers: { 'Content-Length': '999999999' } }],
    ['that expects something else', { headers: { Expect: 'a miracle' } }],
    ['without a host', { line: 'POST /graphql HTTP/1.0', headers: { Host: undefined } }],
    ['for a bad host', { headers: { Host: '999.999.999.999' } }],
    ['with a search', { line: 'POST /graphql?x=1 HTTP/1.1' }],
    ['for another path', { line: 'POST /graphql/ HTTP/1.1' }],
    ['by PUT', { line: 'PUT /graphql HTTP/1.1' }],
    ['by OPTIONS', { line: 'OPTIONS /graphql HTTP/1.1', headers: { Origin: 'https://gw.example.com' } }],
    ['by GET', { line: 'GET /graphql?query={hello} HTTP/1.1', body: '', headers: { 'Content-Length': undefined } }],
    ['by HEAD', { line: 'HEAD /graphql?query={hello} HTTP/1.1', body: '', headers: { 'Content-Length': undefined } }],
  ])('%s', async (_what, { body = hello, ...request }, settings = {}) => {
    expect(await compared({ ...request, body }, settings)).toBe(0);
  });
});

test('a result that cannot be written is a defect of one answer', async () => {
  const { fast } = await bothPaths();
  const bytes = bytesOf({ body: hello });
  await fast.send(bytes);
  vi.mocked(writtenResult).mockImplementationOnce(() => {
    throw new Error('secret detail');
  });
  const answer = await fast.send(bytes);
  expect(answer).toMatch(/^HTTP\/1.1 500 /);
  expect(answer).toContain('Internal server error.');
  expect(answer).not.toContain('secret');
  expect(JSON.stringify(fast.stub.logged)).toContain('secret detail');
  expect(await fast.send(bytes)).toMatch(/^HTTP\/1.1 200 /);
});
