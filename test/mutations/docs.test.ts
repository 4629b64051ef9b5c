import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { connect, startWorld, subscribe, until, type World } from '../e2e/support.ts';
import type { Wire } from '../support.ts';
import { documents, startMutations } from './support.ts';

const page = readFileSync(new URL('../../docs/mutations.md', import.meta.url), 'utf8');

interface Example {
  name: string;
  document: string;
  /** As JSON; a subscription has none, and is followed to its end. */
  answer: string | undefined;
}

const examples: Example[] = [...page.matchAll(/```graphql\n(.+?)```\n(?:\n```json\n(.+?)```)?/gs)].map(
  ([, document = '', answer]) => ({ name: /\w+ (\w+)/.exec(document)?.[1] ?? '', document, answer }),
);

/** Who runs an example, if that is not the demo owner. */
const USERS: Record<string, string> = { StoreAsMember: 'omar' };

/** Sends an example as a reader would, with what the answers before it gave. */
class Reader {
  readonly #variables: Record<string, string> = { state: 'e30=' };
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async runs({ name, document, answer }: Example): Promise<void> {
    const { embedded, query, url } = this.#world;
    const user = USERS[name] ?? 'mira';
    const names = [...document.matchAll(/\$(\w+):/g)].map(([, variable = '']) => variable);
    const variables = Object.fromEntries(names.map((variable) => [variable, this.#variables[variable]]));
    if (name === 'Stop') embedded.control.planNext({ hold: 'running' });
    if (answer === undefined) {
      const seen = subscribe(connect(url, embedded.user(user).token), document, variables);
      await seen.finished;
      expect(seen.completed && seen.events.at(-1)?.data.buildUpdated.outcome).not.toBe('ACTIVE');
      return;
    }
    const { data, errors } = await query<Wire>(document, variables, { user });
    const unplaced = errors?.map(({ message, path, extensions }) => ({ message, path, extensions }));
    expect({ name, data, ...(unplaced && { errors: unplaced }) }).toEqual({ name, ...pattern(JSON.parse(answer)) });
    this.#variables.workspaceId ??= data.workspaceByName?.id;
    this.#variables.buildId = data.createBuild?.buildId ?? this.#variables.buildId;
    if (name === 'Stop') await until('a provisioner', () => embedded.build('delta-docs').job.startedAt !== null);
  }
}

function falcon(coder: TestCoder) {
  return { workspaceId: coder.workspace('falcon').id };
}

function running(coder: TestCoder) {
  return { buildId: coder.control.createBuild(coder.workspace('falcon'), {}, { hold: 'running' }).id };
}

/** What the page writes as text with `…` at the end begins so. */
function pattern(value: Wire): Wire {
  if (typeof value === 'string' && value.endsWith('…')) return expect.stringContaining(value.slice(0, -1));
  if (Array.isArray(value)) return value.map(pattern);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pattern(inner)]));
}

describe('the page about mutations', () => {
  it('gives the answers that it shows, in its order, twice', async () => {
    const world = await startWorld({ embedded: { speed: 20 } });
    for (const _ of [1, 2]) {
      const reader = new Reader(world);
      for (const example of examples) if (example.name !== 'StartAndLose') await reader.runs(example);
    }
  });

  it('shows what a caller sees when the answer is lost', async () => {
    const { embedded, query } = await startMutations();
    const { document, answer = '' } = examples.find(({ name }) => name === 'StartAndLose') ?? { document: '' };
    embedded.faults.add({ method: 'POST', cutAfterBytes: 0 });
    const { data, errors } = await query(document, { workspaceId: embedded.workspace('delta-docs').id });
    const unplaced = errors?.map(({ message, path, extensions }) => ({ message, path, extensions }));
    expect({ data, errors: unplaced }).toEqual(pattern(JSON.parse(answer)));
  });

  const rows = page.match(/^\| \d{3}.*\|$/gm) ?? [];
  it.each(rows)('%s', async (row) => {
    const [statuses = '', ...outcomes] = row.split('|').slice(1, -1);
    for (const status of statuses.split(',').map(Number)) {
      for (const [index, name] of (Object.keys(documents) as (keyof typeof documents)[]).entries()) {
        const { embedded, mutate } = await startMutations();
        const respond = { status, body: '{"message":"no"}' };
        embedded.faults.add({ when: ({ method }) => method !== 'GET', respond });
        const target = running(embedded);
        const input = {
          createBuild: { ...falcon(embedded), transition: 'START' },
          cancelBuild: target,
          updateBuildState: { ...target, state: '' },
        }[name];
        const { data, errors } = await mutate(name, input);
        expect(data?.result?.__typename ?? errors?.[0]?.extensions.code).toBe(outcomes[index]?.trim().slice(1, -1));
      }
    }
  });
});
