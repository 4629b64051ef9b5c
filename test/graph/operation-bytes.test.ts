import { expect, test } from 'vitest';
import type { PlanFrom } from '../../src/plan/executor/plan-executor.ts';
import { runningBuild } from '../e2e/support.ts';
import { startGateway } from '../support.ts';

test('the answers that one operation reads are bounded together', async () => {
  const { embedded, query } = await startGateway({ settings: { maxOperationMb: 2 } });
  const builds = Array.from({ length: 4 }, () => runningBuild(embedded));
  for (const build of builds) embedded.control.appendLogs(build, Array(500).fill('x'.repeat(1_000)));
  const lines = '{ logs(first: 500) { nodes { output } } }';
  const all = builds.map(({ id }, index) => `b${index}: build(id: "${id}") ${lines}`).join(' ');
  const { data, errors = [] } = await query(`{ ${all} }`);
  const answered = Object.values(data as Record<string, { logs: unknown }>).filter(({ logs }) => logs !== null);
  // They arrive side by side, so that which of them are too much is open.
  expect(answered.length).toBe(4 - errors.length);
  expect(errors).toMatchObject([
    {
      message: 'The answers of Coder to this operation have more than 2 MiB together (GATEWAY_MAX_OPERATION_MB).',
      extensions: { code: 'UPSTREAM_CALL_LIMIT', limit: 2 },
    },
    ...errors.slice(1).map(() => ({ extensions: { code: 'UPSTREAM_CALL_LIMIT' } })),
  ]);
  expect((await query(`{ build(id: "${builds[3]?.id}") ${lines} }`)).errors).toBeUndefined();
});

const TOO_LARGE = {
  data: null,
  errors: [
    {
      message: 'The answer to this operation has more than 1 MiB (GATEWAY_MAX_OPERATION_MB).',
      extensions: { code: 'UPSTREAM_CALL_LIMIT', limit: 1 },
    },
  ],
};

/** Asks for the version of a build so often, which has a long message. A control character takes six bytes in JSON. */
async function startWithMessage(planFrom: PlanFrom) {
  const { embedded, query } = await startGateway({ settings: { maxOperationMb: 1 }, planFrom });
  const { id, versionId } = embedded.build('atlas-dev');
  const version = embedded.store.versions.get(versionId);
  if (!version) throw new Error('There is no such version');
  version.message = '\u{1}'.repeat(1_000);
  const { data } = await query(`{ build(id: "${id}") { templateVersion { id } } }`);
  const ask = (count: number, fields: string) =>
    query(
      `{ nodes(ids: [${Array(count).fill(`"${data.build.templateVersion.id}"`)}]) { ... on TemplateVersion { ${fields} } } }`,
    );
  return { version, ask, shown: { a: version.message, b: version.message } };
}

test.each([1, 'never'] as const)(
  'a long text is not shown so often that the answer is larger, planned from %s',
  async (planFrom) => {
    const { ask, shown } = await startWithMessage(planFrom);
    // What was written before is counted too.
    for (let round = 0; round < 3; round++) {
      expect((await ask(1, 'a: message b: message')).data).toEqual({ nodes: [shown] });
      expect(await ask(100, 'a: message b: message')).toEqual(TOO_LARGE);
    }
  },
);

test.each([1, 'never'] as const)(
  'a text counts as it is in the answer, whether it was written before, planned from %s',
  async (planFrom) => {
    const { ask, shown } = await startWithMessage(planFrom);
    for (let round = 0; round < 3; round++) {
      expect(await ask(85, 'a: message b: message')).toEqual({ data: { nodes: Array(85).fill(shown) } });
    }
  },
);

test.each([1, 'never'] as const)(
  'a text counts once, also when something beside it cannot be shown, planned from %s',
  async (planFrom) => {
    const { version, ask, shown } = await startWithMessage(planFrom);
    version.archived = 'no boolean' as never;
    const { data, errors = [] } = await ask(85, 'a: message b: message archived');
    expect(data).toEqual({ nodes: Array(85).fill({ ...shown, archived: null }) });
    expect(errors.length).toBe(85);
  },
);

test.each([1, 'never'] as const)(
  'short texts do not count, whether they were written before, planned from %s',
  async (planFrom) => {
    const { embedded, query } = await startGateway({ settings: { maxOperationMb: 1 }, planFrom });
    const { id, job } = embedded.build('atlas-dev');
    job.error = '\u{1}'.repeat(120);
    const aliases = Array.from({ length: 20 }, (_, index) => `error${index}`);
    const fields = aliases.map((alias) => `${alias}: error`).join(' ');
    const { data } = await query(`{ build(id: "${id}") { id } }`);
    // Together 1.4 MiB of JSON.
    const ids = Array(100).fill(`"${data.build.id}"`);
    const shown = { job: Object.fromEntries(aliases.map((alias) => [alias, job.error])) };
    for (let round = 0; round < 3; round++) {
      expect(await query(`{ nodes(ids: [${ids}]) { ... on Build { job { ${fields} } } } }`)).toEqual({
        data: { nodes: ids.map(() => shown) },
      });
    }
  },
);
