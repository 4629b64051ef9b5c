import { expect, test } from 'vitest';
import { AnswerSize } from '../../../src/plan/answer-size.ts';
import { IncrementalResults } from '../../../src/server/incremental/incremental-results.ts';
import type { Part, Payload } from '../../../src/server/incremental/payload.ts';

/** What a client gets of these payloads. */
function delivered(...payloads: Payload[]): Promise<Payload[]> {
  return deliveredWithin(undefined, ...payloads);
}

async function deliveredWithin(size: AnswerSize | undefined, ...payloads: Payload[]): Promise<Payload[]> {
  const source = (async function* () {
    yield* payloads;
  })();
  const options = { abort: new AbortController(), hasGone: () => false, size, endsAlone: false };
  const all: Payload[] = [];
  const results = new IncrementalResults(source, options);
  for (let next = await results.next(); !next.done; next = await results.next()) all.push(next.value);
  return all;
}

const first: Payload = { data: { build: { id: '1' } }, hasNext: true };

test('a part inside of one that failed is not delivered', async () => {
  const failed: Part = { path: ['build'], data: null };
  const inside: Part = { path: ['build', 'job'], data: { error: 'none' } };
  const beside: Part = { path: ['build'], data: { number: 1 } };
  expect(
    await delivered(
      first,
      { incremental: [failed], hasNext: true },
      { incremental: [inside], hasNext: true },
      { incremental: [inside, beside], hasNext: true },
      { incremental: [inside], hasNext: false },
    ),
  ).toEqual([
    first,
    { incremental: [failed], hasNext: true },
    { incremental: [beside], hasNext: true },
    { hasNext: false },
  ]);
});

test('a part inside of one that was delivered is delivered, also in the same payload', async () => {
  const outer: Part = { path: ['build'], data: { jobs: [{ id: '2' }] } };
  const item: Part = { path: ['build', 'jobs', 1], items: [{ id: '3' }] };
  const inside: Part = { path: ['build', 'jobs', 1], data: { error: 'none' } };
  const last: Payload = { incremental: [outer, item, inside], hasNext: false };
  expect(await delivered(first, last)).toEqual([first, last]);
});

test('parts that make the answer too large are not delivered', async () => {
  const part: Part = { path: ['build'], data: { logText: 'x'.repeat(600_000) } };
  const all = await deliveredWithin(
    new AnswerSize(2 ** 20),
    first,
    { incremental: [part], hasNext: true },
    { incremental: [part], hasNext: true },
    { hasNext: false },
  );
  expect(all).toMatchObject([
    first,
    { incremental: [part] },
    { errors: [{ extensions: { code: 'UPSTREAM_CALL_LIMIT', limit: 1 } }], hasNext: false },
  ]);
});
