import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { expect, it } from 'vitest';
import { type Result, serverSentEvents } from '../../src/client/index.ts';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { startWorld, until, type World } from '../e2e/support.ts';
import { merged, type Payload } from '../server/incremental/merged.ts';
import { blocksOf, pages } from './blocks.ts';

/** Pages whose own tests execute them: test/mutations/docs.test.ts, cookbook.test.ts. */
const ELSEWHERE = ['docs/mutations.md', 'docs/cookbook.md'];

interface Example {
  at: string;
  text: string;
  operation: OperationDefinitionNode;
}

/** Every document of the other pages that is whole, in the order of the pages. */
const examples = pages
  .filter((page) => !ELSEWHERE.includes(page))
  .flatMap(blocksOf)
  .filter(({ language }) => language === 'graphql')
  .flatMap(({ page, line, text }): Example[] => {
    const operation = parse(text).definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
    return operation ? [{ at: `${page}:${line}`, text, operation }] : [];
  });

/** What the variables of the pages stand for. */
function meantBy(name: string, coder: TestCoder): unknown {
  switch (name) {
    case 'id':
    case 'buildId':
      return coder.build('atlas-dev').id;
    case 'agentId':
      return coder.control.agents(coder.build('atlas-dev'))[0]?.id;
    case 'workspaceId':
      return coder.workspace('delta-docs').id;
    case 'after':
      return null;
    default:
      throw new Error(`No page has had a variable $${name} so far: say here what it stands for.`);
  }
}

/** Subscriptions that go on for as long as somebody listens. */
const ENDLESS = /^(workspace|agent)/;

/** All results of an operation, as a client gets them that takes events. */
async function resultsOf({ text, operation }: Example, { embedded, url }: World): Promise<Result[]> {
  const names = operation.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
  const variables = Object.fromEntries(names.map((name) => [name, meantBy(name, embedded)]));
  const results: Result[] = [];
  const { token } = embedded.user('mira');
  const { signal } = new AbortController();
  const [root] = operation.selectionSet.selections;
  const endless = operation.operation === 'subscription' && root?.kind === Kind.FIELD && ENDLESS.test(root.name.value);
  for await (const result of serverSentEvents()({ url, token, query: text, variables, signal, onOpen: () => {} })) {
    results.push(result);
    if (endless) break;
  }
  return results;
}

/** Whoever comes later finds no build under way. */
const settled = (coder: TestCoder) => () => coder.build('delta-docs').job.completedAt !== null;

it('executes every whole document of the pages, in their order, twice', async () => {
  const world = await startWorld({ embedded: { speed: 50 } });
  expect(examples.length).toBeGreaterThanOrEqual(4);
  for (const round of [1, 2]) {
    for (const example of examples) {
      const place = `${example.at}, round ${round}`;
      const results = await resultsOf(example, world);
      expect(results.length, place).toBeGreaterThan(0);
      const answers = example.operation.operation === 'subscription' ? results : [merged(results as Payload[])];
      for (const { data, errors } of answers as Result[]) {
        expect(errors ?? [], place).toEqual([]);
        const values = Object.values(data ?? {}) as ({ __typename?: string } | null)[];
        expect(values, place).not.toContain(null);
        // What the page shows works; it is no refusal.
        expect(
          values.map((value) => value?.__typename ?? '').filter((name) => name.endsWith('Error')),
          place,
        ).toEqual([]);
      }
      await until('the end of a build', settled(world.embedded));
    }
  }
});
