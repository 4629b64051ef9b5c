import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import { expect, it } from 'vitest';

const sdl = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');

/** The rules that a schema breaks. */
async function broken(text: string): Promise<(string | null)[]> {
  const [result] = await new ESLint({ cwd: new URL('../..', import.meta.url).pathname }).lintText(text, {
    filePath: 'schema.graphql',
  });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

it('should find nothing in the schema, but an element that is not described', { timeout: 60_000 }, async () => {
  expect(await broken(sdl)).toEqual([]);
  const bare = sdl.replace(/"""(?:(?!""")[\s\S])*"""\n {2}buildNumber/, 'buildNumber');
  expect(bare).not.toBe(sdl);
  expect(await broken(bare)).toEqual(['@graphql-eslint/require-description']);
});
