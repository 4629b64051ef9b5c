import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ExecutionResult, execute, parse } from 'graphql';
import { expect, it } from 'vitest';
import { AnswerCache } from '../../src/coder/cache/answer-cache.ts';
import { answerText } from '../../src/plan/executor/json-text.ts';
import { PlanExecutor } from '../../src/plan/executor/plan-executor.ts';
import { createSchema } from '../../src/schema/schema.ts';
import { seeded, testSeed } from '../seed.ts';
import { faultyContext, unansweredReads } from './faulty-coder.ts';
import { argumentValue } from './graph-arguments.ts';
import { randomOperation } from './random-document.ts';

/** Executions that are compared; `npm run test:random` asks for more. */
const CASES = Number(process.env.EQUALITY_CASES ?? 1_500);
/** Coders that each document is asked of. */
const CODERS = 20;

const schema = createSchema();

/** The answer as the gateway sends it, with the errors beside the fields. */
async function answerOf(run: PromiseLike<ExecutionResult> | ExecutionResult, itemErrors: readonly Error[]) {
  const result = await run;
  const errors = [...(result.errors ?? []), ...itemErrors];
  return answerText(errors.length === 0 ? result : { ...result, errors });
}

it('should ask a Coder that answers every read', () => {
  expect(unansweredReads).toEqual([]);
});

it('should give the answers of graphql-js to whatever is asked, whatever Coder sends', {
  timeout: 240_000,
}, async () => {
  const seed = testSeed();
  const random = seeded(seed);
  const cache = new AnswerCache({ maxBytes: 2 ** 20 });
  const executor = new PlanExecutor({ planFrom: 1, cache });
  const seen = { errors: 0, data: 0, omissions: 0 };
  for (let cases = 0; cases < CASES; ) {
    const operation = randomOperation(schema, random, { argumentValue, maxDepth: 7, maxFields: 40 });
    const document = parse(operation.text);
    for (let index = 0; index < CODERS; index++, cases++) {
      const variableValues = operation.variables[index % operation.variables.length] as Record<string, unknown>;
      const coder = random(1e9);
      const expecting = faultyContext(coder);
      const args = { schema, document, operationName: operation.operationName, variableValues };
      const what = `${operation.text}\n${JSON.stringify(variableValues)}\nCoder ${coder}`;
      const expected = await answerOf(
        execute({ ...args, contextValue: expecting.context }),
        expecting.context.itemErrors,
      );
      // Texts and whole results are kept at the second sight of the same JSON, and written again at the third.
      const answers = new Map<string, unknown>();
      let acting = faultyContext(coder, answers);
      for (let run = 0; run < 3; run++) {
        acting = faultyContext(coder, answers);
        const { context } = acting;
        const actual = await answerOf(executor.execute({ ...args, contextValue: context }), context.itemErrors);
        expect(actual, what).toBe(expected);
      }
      // An answer that is null may be there before the last calls have begun.
      await nextTurn();
      expect(acting.calls, what).toEqual(expecting.calls);
      if (expected.startsWith('{"errors"')) seen.errors++;
      else seen.data++;
      if (expecting.context.itemErrors.length > 0) seen.omissions++;
    }
  }
  const { entries, hits, misses } = cache.stats();
  expect(entries).toBeGreaterThan(10);
  expect(hits.result).toBeGreaterThan(CASES / 20);
  expect(misses.result).toBeGreaterThan(CASES / 200);
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(CASES / 200);
});
