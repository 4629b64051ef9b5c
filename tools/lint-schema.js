// Lints the schema, and makes sure that the linter sees it: a field without a description is refused.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';

const root = join(import.meta.dirname, '..');
const linter = new ESLint({ cwd: root, overrideConfigFile: join(import.meta.dirname, 'eslint.config.js') });

/** @param {string} text */
async function problemsOf(text) {
  const [{ messages }] = await linter.lintText(text, { filePath: 'schema.graphql' });
  return messages;
}

const schema = readFileSync(join(root, 'schema.graphql'), 'utf8');
const problems = await problemsOf(schema);
for (const { line, column, message, ruleId } of problems) {
  console.error(`schema.graphql:${line}:${column} ${message} (${ruleId})`);
}
if (problems.length > 0) process.exitCode = 1;
else {
  const bare = schema.replace(/"""(?:(?!""")[\s\S])*"""\n {2}buildNumber/, 'buildNumber');
  const broken = (await problemsOf(bare)).map(({ ruleId }) => ruleId);
  assert.deepEqual(broken, ['@graphql-eslint/require-description']);
}
