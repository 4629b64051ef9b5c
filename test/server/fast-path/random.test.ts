import { afterEach, expect, test, vi } from 'vitest';
import type { Settings } from '../../../src/config.ts';
import { writtenResult } from '../../../src/server/fast-path/written-result.ts';
import { seeded, testSeed, today } from '../../seed.ts';
import { bothPaths, bytesOf, logOf, metricsOf, operation, type RawRequest } from './both-paths.ts';

vi.mock('../../../src/server/fast-path/written-result.ts', { spy: true });
afterEach(() => {
  vi.clearAllMocks();
});

type Random = ReturnType<typeof seeded>;
const pick = <T>(random: Random, items: readonly T[]): T => items[random(items.length)] as T;
/** Mostly undefined, which leaves a header as most clients send it. */
const rarely = <T>(random: Random, items: readonly T[]): T | undefined =>
  random(4) === 0 ? pick(random, items) : undefined;

const DOCUMENTS = [
  '{ hello }',
  '{ hello token }',
  'query A { hello } query B { broken }',
  'query A($n: String) { hello(name: $n) }',
  'query A($n: Int) { page(first: $n) { name } }',
  'mutation M { change }',
  '{ coded uncoded broken noted strict }',
  '{ color item { name items { name } } }',
  'subscription { ticks }',
  '{ nothing }',
  '{ hello',
  '',
];
const ACCEPTED = [
  '*/*',
  'application/json',
  'application/graphql-response+json',
  'application/graphql-response+json,application/json;q=0.9',
  'text/html, */*;q=0.1',
  'multipart/mixed;subscriptionSpec=1.0, application/json',
  'text/plain',
  'application/json;charset=utf-16, application/graphql-response+json',
  '*',
  ',;/',
  'application/*',
];
const TYPES = ['application/json;charset=utf-8', 'APPLICATION/JSON', 'text/plain', 'application/json;charset=latin1'];
const ORIGINS = ['null', 'http://gw.example.com', 'https://a.example.org', 'https://evil.example.com', 'x'];
const HOSTS = ['127.0.0.1', 'gw.example.com:4000', 'a b', '', 'GW.EXAMPLE.COM'];
const VARIABLES = [undefined, null, {}, { n: 1 }, { n: 'one' }, { n: null }, { n: 9e9 }, [], 'x', 1, { n: {} }];
const NAMES = [undefined, null, '', 'A', 'B', 'C', 1];

function request(random: Random): RawRequest {
  const params = { variables: pick(random, VARIABLES), operationName: pick(random, NAMES) };
  const whole = operation(pick(random, DOCUMENTS), { ...params, ...rarely(random, [{ extensions: {} }, { id: 1 }]) });
  const cut = random(30) === 0 ? whole.slice(0, random(whole.length)) : whole;
  const headers = {
    Accept: rarely(random, ACCEPTED),
    Origin: rarely(random, ORIGINS),
    'Sec-Fetch-Site': rarely(random, ['same-origin', 'cross-site', 'none']),
    'Coder-Session-Token': rarely(random, ['a', '', ' b ']),
    Authorization: rarely(random, ['Bearer c', 'Basic d', '']),
    'X-Upstream-Trace': rarely(random, ['1', '0']),
    ...(random(10) === 0 && { 'Content-Type': pick(random, TYPES) }),
    ...(random(10) === 0 && { Host: pick(random, HOSTS) }),
    ...(random(10) === 0 && { 'X-Request-Id': pick(random, [undefined, 'a b', 'c']) }),
    ...(random(20) === 0 && { 'Content-Encoding': pick(random, ['gzip', 'identity', '']) }),
  };
  const line = random(20) === 0 ? pick(random, ['POST /graphql? HTTP/1.1', 'POST /graphql HTTP/1.0']) : undefined;
  return { headers, body: cut, ...(line && { line }) };
}

const settings: [string, Partial<Settings>][] = [
  ['as most run it', {}],
  ['with a fallback token', { sessionToken: 'fallback', allowedHosts: ['gw.example.com'], introspection: false }],
  ['with allowed origins', { allowedOrigins: ['https://*.example.org'], trace: true }],
  ['with a rate', { rateOperations: 100 }],
];

test.each(settings)('200 random requests have the same answers on both paths %s', async (_how, changes) => {
  const random = seeded(testSeed(today));
  const { fast, plain } = await bothPaths(changes);
  for (let count = 0; count < 200; count++) {
    const bytes = bytesOf(request(random));
    expect(await fast.send(bytes), bytes.toString()).toBe(await plain.send(bytes));
  }
  expect(logOf(fast)).toEqual(logOf(plain));
  expect(await metricsOf(fast)).toEqual(await metricsOf(plain));
  // Enough of them are ordinary for the comparison to say something: 13 to 29, by the seed.
  expect(vi.mocked(writtenResult).mock.calls.length).toBeGreaterThan(5);
});
