import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DocumentNode, type ExecutionResult, execute, parse } from 'graphql';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { JsonText } from '../../src/plan/executor/json-text.ts';
import { PlanExecutor } from '../../src/plan/executor/plan-executor.ts';
import { seeded, testSeed } from '../seed.ts';
import { randomOperation } from './random-document.ts';
import { unrulySchema } from './unruly-schema.ts';

/** Executions that are compared; `npm run test:random` asks for more. */
const CASES = Number(process.env.EQUALITY_CASES ?? 2_000);
/** What resolvers do, for each document. */
const RUNS = 5;

type Stringified = ExecutionResult & { stringify?: (result: ExecutionResult) => string };

function textOf(result: Stringified): string {
  return (result.stringify ?? JSON.stringify)(result);
}

function causes({ errors }: ExecutionResult): unknown {
  return errors?.map(({ originalError, message }) => [message, originalError?.message]);
}

// graphql-js leaves rejections unhandled when an item of a list fails beside others that wait.
let listeners: NodeJS.UnhandledRejectionListener[] = [];
let unhandled = 0;
const count = () => {
  unhandled++;
};

beforeEach(() => {
  listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', count);
});
afterEach(() => {
  process.removeAllListeners('unhandledRejection');
  for (const listener of listeners) process.on('unhandledRejection', listener);
});

it('should give the answers of graphql-js, whatever resolvers do', { timeout: 240_000 }, async () => {
  const seed = testSeed();
  const random = seeded(seed);
  const schema = unrulySchema();
  const executor = new PlanExecutor({ planFrom: 1 });
  let cases = 0;
  let withErrors = 0;
  while (cases < CASES) {
    const operation = randomOperation(schema, random, { kind: random(5) === 0 ? 'mutation' : 'query', maxDepth: 4 });
    const { text, operationName } = operation;
    const document = parse(text);
    for (let index = 0; index < RUNS * operation.variables.length; index++) {
      const variableValues = operation.variables[index % operation.variables.length] as Record<string, unknown>;
      const args = { schema, document, operationName, variableValues, contextValue: { seed: random(1e9) } };
      const expected = await execute(args);
      await nextTurn();
      const before = unhandled;
      const actual = await executor.execute(args);
      await nextTurn();
      const what = `${text}\n${JSON.stringify(variableValues)}`;
      expect(textOf(actual), what).toBe(textOf(expected));
      expect(causes(actual), what).toEqual(causes(expected));
      expect(unhandled, what).toBe(before);
      cases++;
      if (expected.errors) withErrors++;
    }
  }
  // Neither only failures nor only successes say much.
  expect(withErrors).toBeGreaterThan(CASES / 5);
});

const SDL_CASES: [string, Record<string, unknown>?][] = [
  ['{ __schema { queryType { name } } name }'],
  ['{ __type(name: "Cat") { name } }'],
  ['query A { name } query B { number }'],
  ['{ __proto__: name }'],
  ['query ($x: Int!) { strict(x: $x, in: {b: RED}) }', { x: 'no' }],
  ['subscription { name }'],
  ['fragment F on Query { name }'],
];

it.each(SDL_CASES)('should leave to graphql-js what plans do not cover, or fail alike: %s', async (text, variables) => {
  const schema = unrulySchema();
  const args = { schema, document: parse(text), variableValues: variables ?? {}, contextValue: { seed: 5 } };
  const executor = new PlanExecutor({ planFrom: 1 });
  for (let run = 0; run < 3; run++) {
    expect(textOf(await executor.execute(args))).toBe(textOf(await execute(args)));
  }
});

it('should plan a document when it comes for the second time, and keep no more than it may', async () => {
  const schema = unrulySchema();
  const executor = new PlanExecutor({ maxBytes: 100_000 });
  const run = (document: DocumentNode) => executor.execute({ schema, document, contextValue: { seed: 5 } });
  const document = parse('{ things { name things { name title } } }');
  expect((await run(document)).data).not.toBeInstanceOf(JsonText);
  expect(executor.bytes).toBe(0);
  expect((await run(document)).data).toBeInstanceOf(JsonText);
  expect(executor.bytes).toBeGreaterThan(0);
  for (let index = 0; index < 100; index++) {
    const another = parse(`{ a${index}: name things { number a: things { b: things { name } } } }`);
    await run(another);
    await run(another);
    expect(executor.bytes).toBeLessThanOrEqual(100_000);
  }
  expect(executor.bytes).toBeGreaterThan(50_000);
});

it('should count the plan of what an execution gets to for the first time', async () => {
  const schema = unrulySchema();
  const executor = new PlanExecutor({ planFrom: 1 });
  const document = parse('query ($no: Boolean!) { name ... @skip(if: $no) { a: name b: name c: name d: name } }');
  const run = (no: boolean) =>
    executor.execute({ schema, document, variableValues: { no }, contextValue: { seed: 5 } });
  await run(true);
  const before = executor.bytes;
  await run(true);
  expect(executor.bytes).toBe(before);
  await run(false);
  expect(executor.bytes).toBeGreaterThan(before);
});
