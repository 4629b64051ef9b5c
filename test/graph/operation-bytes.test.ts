import { expect, test } from 'vitest';
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

test.each([1, 'never'] as const)(
  'a long text is not shown so often that the answer is larger, planned from %s',
  async (planFrom) => {
    const { embedded, query } = await startGateway({ settings: { maxOperationMb: 1 }, planFrom });
    const { id, versionId } = embedded.build('atlas-dev');
    const version = embedded.store.versions.get(versionId);
    if (version) version.message = '\u{1}'.repeat(1_000);
    const text = version?.message;
    const { data } = await query(`{ build(id: "${id}") { templateVersion { id } } }`);
    const times = (count: number) =>
      `{ nodes(ids: [${Array(count).fill(`"${data.build.templateVersion.id}"`)}]) { ... on TemplateVersion { a: message b: message } } }`;
    // What was written before is counted too.
    for (let round = 0; round < 3; round++) {
      expect((await query(times(1))).data).toEqual({ nodes: [{ a: text, b: text }] });
      // A control character takes six bytes in JSON.
      expect(await query(times(100))).toEqual(TOO_LARGE);
    }
  },
);
