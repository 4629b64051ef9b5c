import { type DocumentNode, parse, print, specifiedRules, type ValidationRule, visit } from 'graphql';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { createSchema } from '../../../src/schema/schema.ts';
import { createGateway } from '../../../src/server/gateway.ts';
import { hasIncrementalDirectives } from '../../../src/server/incremental/incremental-directives.ts';
import { defaultSettings } from '../../default-settings.ts';
import { faultyContext } from '../../plan/faulty-coder.ts';
import { argumentValue } from '../../plan/graph-arguments.ts';
import { randomOperation } from '../../plan/random-document.ts';
import { seeded, testSeed } from '../../seed.ts';
import { asPlain, errorsByPlace, type Merged, merged, type Payload, partsOf } from './merged.ts';

/** Answers that are compared; `npm run test:random` asks for more. */
const CASES = Number(process.env.EQUALITY_CASES ?? 800) / 8;
/** Coders that each document is asked of. */
const CODERS = 3;

const schema = createSchema();

/** The graph at a Coder whose answers are wrong or refused, as `seed` has it. */
function startGraph() {
  const coder = { seed: 0 };
  const gateway = createGateway({
    settings: defaultSettings({
      port: 0,
      graphiql: false,
      maxDepth: 100,
      maxAliases: 1_000,
      maxTokens: 100_000,
      maxComplexity: 1e9,
      rateOperations: 0,
      rateComplexity: 0,
    }),
    schema,
    createContext: () => faultyContext(coder.seed).context,
    tokens: { identify: () => '', isConfirmed: () => true, confirm: async () => {} },
    probe: async () => {},
    log: pino({ level: 'silent' }),
    planFrom: 1,
  });
  onTestFinished(() => void gateway.pipeline.dispose());
  const ask = async (body: object, accept: string): Promise<Payload[]> => {
    const response = await gateway.pipeline.fetch('http://127.0.0.1/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return response.headers.get('content-type')?.startsWith('multipart/') ? partsOf(text) : [JSON.parse(text)];
  };
  return { coder, ask };
}

/** The rules of the gateway, by which generated documents are chosen. */
const rules: ValidationRule[] = [...specifiedRules];

/** The same document where everything is delivered at once. */
function undeferred(document: DocumentNode): DocumentNode {
  return visit(document, {
    Directive: ({ name }) => (name.value === 'defer' || name.value === 'stream' ? null : undefined),
    // Used by those directives only.
    VariableDefinition: ({ variable }) => (variable.name.value.startsWith('d') ? null : undefined),
  });
}

it('should come to the answer without the directives once its parts are merged', { timeout: 400_000 }, async () => {
  const seed = testSeed();
  const random = seeded(seed);
  const { coder, ask } = startGraph();
  const seen = { inParts: 0, parts: 0, errors: 0, failedParts: 0 };
  for (let cases = 0; cases < CASES; ) {
    const operation = randomOperation(schema, random, {
      argumentValue,
      maxDepth: 7,
      maxFields: 40,
      incremental: true,
      rules,
    });
    const { text, operationName } = operation;
    const document = parse(text);
    if (!hasIncrementalDirectives(document)) continue;
    const plainText = print(undeferred(document));
    for (let index = 0; index < CODERS; index++, cases++) {
      const variables = operation.variables[index % operation.variables.length];
      coder.seed = random(1e9);
      const what = `${text}\n${JSON.stringify(variables)}\nCoder ${coder.seed}, seed ${seed}`;
      const [plain = {}] = await ask({ query: plainText, variables, operationName }, 'application/json');
      const payloads = await ask({ query: text, variables, operationName }, 'multipart/mixed, application/json');
      // Refused by a rule of the gateway that the generator does not know.
      if (payloads[0]?.data === undefined) continue;
      const result: Merged = merged(payloads);
      expect(asPlain(result, plain.data), what).toEqual(plain.data);
      expect(errorsByPlace(result.errors, plain.data), what).toEqual(errorsByPlace(plain.errors ?? [], plain.data));
      if (payloads.length > 1) seen.inParts++;
      seen.parts += payloads.length - 1;
      seen.failedParts += result.failed.length;
      if (plain.errors) seen.errors++;
    }
  }
  expect(seen.inParts).toBeGreaterThan(CASES / 10);
  expect(seen.errors).toBeGreaterThan(CASES / 20);
  // They are rare.
  if (CASES >= 1_000) expect(seen.failedParts).toBeGreaterThan(0);
});
