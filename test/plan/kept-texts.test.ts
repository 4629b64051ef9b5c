import { type ExecutionResult, parse } from 'graphql';
import { expect, it } from 'vitest';
import { AnswerCache } from '../../src/coder/cache/answer-cache.ts';
import { answerText } from '../../src/plan/executor/json-text.ts';
import { PlanExecutor } from '../../src/plan/executor/plan-executor.ts';
import { createSchema } from '../../src/schema/schema.ts';

const schema = createSchema();

const document = parse(`subscription {
  buildLogs(buildId: "6f0e3a52-7a4f-4b8b-9d7b-0a5d3c9e1f20") { ... on BuildLogBatch { logs { id output } lastId } }
}`);

const line = {
  id: 7,
  created_at: '2026-01-02T03:04:05Z',
  log_source: 'provisioner',
  log_level: 'info',
  stage: 'Starting',
  output: 'a line',
};

it.each([
  ['keeps the text of a JSON that comes again', undefined, 1],
  ['keeps no text for a context that wants none', false, 0],
])('%s', async (_, keepsTexts, kept) => {
  const cache = new AnswerCache({ maxBytes: 2 ** 20 });
  const executor = new PlanExecutor({ cache, planFrom: 1 });
  const texts: string[] = [];
  for (let times = 0; times < 3; times++) {
    const rootValue = { kind: 'batch', logs: [line], lastId: 7 };
    const result = executor.execute({ schema, document, rootValue, contextValue: { itemErrors: [], keepsTexts } });
    texts.push(answerText((await result) as ExecutionResult));
  }
  expect(new Set(texts)).toEqual(
    new Set(['{"data":{"buildLogs":{"logs":[{"id":"7","output":"a line"}],"lastId":"7"}}}']),
  );
  expect(cache.stats().entries).toBe(kept);
});
