import { isObjectType } from 'graphql';
import { expect, it } from 'vitest';
import { conformance } from '../../src/conformance/conformance.ts';
import { conforms, reportText } from '../../src/conformance/report.ts';
import { createSchema } from '../../src/schema/schema.ts';
import { startWorld } from '../e2e/support.ts';

const schema = createSchema();

async function run(options: { writesTo?: string; user?: string } = {}) {
  const world = await startWorld();
  const { user = 'mira', ...rest } = options;
  const conform = () =>
    conformance({
      url: world.url,
      coder: world.client,
      token: world.embedded.user(user).token,
      ...rest,
    });
  return { world, conform };
}

it('should find nothing that differs, in every field of the schema', async () => {
  const { conform } = await run({ writesTo: 'borealis' });
  const report = await conform();
  expect(reportText(report)).toMatch(/^\d+ values compared, 0 differences, 0 failures, 0 unknown keys and values\n$/);
  expect(report.compared).toBeGreaterThan(5_000);
  expect(conforms(report)).toBe(true);
  const fields = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) =>
      isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
    );
  expect(fields.filter((field) => !report.visited.has(field))).toEqual([]);
}, 60_000);

it('should only read unless a workspace to write to is named', async () => {
  const { world, conform } = await run();
  world.embedded.clearRequests();
  await conform();
  const others = world.embedded.requests.filter(({ method }) => method !== 'GET');
  // Coder is asked by POST what a user may do.
  expect([...new Set(others.map(({ method, route }) => `${method} ${route}`))]).toEqual(['POST /api/v2/authcheck']);
}, 60_000);

it('should report what differs, and keys and enum values that it does not know', async () => {
  const { world, conform } = await run();
  const build = world.embedded.build('atlas-dev');
  world.embedded.control.override(build.id, { status: 'hibernating', phase_of_the_moon: 'full' });
  world.embedded.control.override(world.embedded.workspace('borealis').id, { outdated: 'perhaps' });
  const report = await conform();
  expect([...report.unknownValues.keys()]).toContain('Build.status: hibernating');
  expect([...report.unknownKeys.keys()]).toEqual(['Build.phase_of_the_moon']);
  expect(conforms(report)).toBe(false);
  expect(reportText(report)).toMatch(/^difference +workspace\(borealis\)\.outdated +REST "perhaps", graph null$/m);
}, 60_000);

it('should compare as each user sees it', async () => {
  const { conform } = await run({ user: 'omar' });
  expect(reportText(await conform())).toMatch(/ 0 differences, 0 failures, 0 unknown keys and values\n$/);
}, 60_000);
