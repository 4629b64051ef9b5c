import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { breakingChanges, schemaSection, unannounced } from './schema-changes.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

it('should break clients of the last release by nothing that the changelog does not name', async () => {
  const changes = await breakingChanges(read('released.graphql'), read('../../schema.graphql'));
  const section = schemaSection(read('../../CHANGELOG.md'));
  const advice = 'Add a line with the path of each, in backticks, to the section "### Schema" of CHANGELOG.md.';
  expect(unannounced(changes, section), advice).toEqual([]);
});

const BEFORE = 'type Query { old: Int build(number: Int): Build } type Build { status: Status! } enum Status { A B }';

it.each([
  ['a field that is gone', 'Query.old', BEFORE.replace('old: Int ', '')],
  ['a type that is another', 'Query.old', BEFORE.replace('old: Int', 'old: String')],
  ['a value that may be null now', 'Build.status', BEFORE.replace('Status!', 'Status')],
  ['an argument that is required now', 'Query.build.number', BEFORE.replace('number: Int', 'number: Int!')],
  ['a default that is another', 'Query.build.number', BEFORE.replace('number: Int', 'number: Int = 2')],
  ['an enum value that is gone', 'Status.B', BEFORE.replace('A B', 'A')],
])('should find %s, until the changelog names it', async (_, path, after) => {
  const changes = await breakingChanges(BEFORE, after);
  const changelog = (line: string) =>
    `# Changelog\n\n## 2.0.0\n\n- New.\n\n### Schema\n\n${line}\n\n## 1.0.0\n\n- \`${path}\``;
  expect(unannounced(changes, schemaSection(changelog('- Nothing.')))).toMatchObject([{ path }]);
  expect(unannounced(changes, schemaSection(changelog(`- \`${path}\` has changed.`)))).toEqual([]);
});

it.each([
  ['a new field', BEFORE.replace('old: Int', 'old: Int new: Int')],
  ['a new value of an enum, which are open', BEFORE.replace('A B', 'A B C')],
  ['a new optional argument', BEFORE.replace('number: Int', 'number: Int name: String')],
  ['a value that is never null any more', BEFORE.replace('old: Int', 'old: Int!')],
  ['a deprecated field', BEFORE.replace('old: Int', 'old: Int @deprecated(reason: "Use build.")')],
])('should let %s pass', async (_, after) => {
  expect(await breakingChanges(BEFORE, after)).toEqual([]);
});

it('should miss a section about the schema', () => {
  expect(() => schemaSection('# Changelog\n\n## 2.0.0\n\n- New.\n')).toThrow(/no section "### Schema"/);
});
