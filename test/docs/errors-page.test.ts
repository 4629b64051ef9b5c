import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { startWorld } from '../e2e/support.ts';
import { blocksOf, root } from './blocks.ts';

const page = readFileSync(new URL('docs/errors.md', root), 'utf8');

async function given() {
  const { embedded, url } = await startWorld();
  const common = { 'content-type': 'application/json', 'coder-session-token': embedded.user('mira').token };
  return (body: string, headers: Record<string, string> = {}, method = 'POST') =>
    fetch(url, { method, body, headers: { ...common, ...headers } });
}

const of = (query: string) => JSON.stringify({ query });

it('shows the answer that its example gets', async () => {
  const ask = await given();
  const query = /^The answer to `(.+)`:$/m.exec(page)?.[1] ?? '';
  const [answer] = blocksOf('docs/errors.md').filter(({ language }) => language === 'json');
  const response = await ask(of(query));
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual(JSON.parse(answer?.text ?? ''));
});

const VIEWER = of('{ viewer { username } }');
const GIVEN: [status: number, body: string, headers: Record<string, string>, method?: string][] = [
  [200, VIEWER, { 'coder-session-token': 'wrong' }],
  [200, of('{ nope }'), {}],
  [400, of('{ nope }'), { accept: 'application/graphql-response+json' }],
  [400, of('query ($id: ID!) { node(id: $id) { id } }'), { accept: 'application/graphql-response+json' }],
  [400, 'no JSON', {}],
  [400, '{}', {}],
  [400, `[${VIEWER}, ${VIEWER}]`, {}],
  [403, VIEWER, { origin: 'https://elsewhere.example' }],
  [405, VIEWER, {}, 'PUT'],
  [406, VIEWER, { accept: 'text/css' }],
  [413, 'x'.repeat(300 * 1024), {}],
  [415, VIEWER, { 'content-type': 'text/plain' }],
];

it('says what the status of an answer means', async () => {
  const ask = await given();
  const wrong = { errors: [{ message: expect.any(String), extensions: { code: expect.any(String) } }] };
  for (const [status, body, headers, method] of GIVEN) {
    const what = `${status} ${body.slice(0, 50)} ${JSON.stringify(headers)}`;
    const response = await ask(body, headers, method);
    expect(response.status, what).toBe(status);
    const result = await response.json();
    expect(result, what).toMatchObject(wrong);
    if (status === 200) continue;
    expect(result, what).not.toHaveProperty('data');
    expect(page).toMatch(new RegExp(`^\\| [^|]*\\b${status}\\b`, 'm'));
  }
});
