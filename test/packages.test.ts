import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

function read(file: string): string {
  return readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
}

function pins(file: string): Record<string, string> {
  const { dependencies, devDependencies } = JSON.parse(read(file)) as Record<string, Record<string, string>>;
  return { ...dependencies, ...devDependencies };
}

const packages = ['bench', 'examples/recipes', 'examples/web', 'tools'];

it.each(['.', 'test/browser', ...packages])('the lockfile of %s names no registry', (folder) => {
  expect(read(`${folder}/package-lock.json`)).not.toMatch(/"resolved"|registry/);
});

it.each(packages)('%s runs on the versions that the gateway runs on', (folder) => {
  const own = pins('package.json');
  const shared = Object.entries(pins(`${folder}/package.json`)).filter(([name]) => name in own);
  expect(shared.map(([name]) => name)).toContain('graphql');
  expect(shared.filter(([name, version]) => version !== own[name])).toEqual([]);
});
