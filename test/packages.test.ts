import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

function read(file: string): string {
  return readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
}

function pins(file: string): Record<string, string> {
  const { dependencies, devDependencies } = JSON.parse(read(file)) as Record<string, Record<string, string>>;
  return { ...dependencies, ...devDependencies };
}

it('the lockfile of the project names no registry', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved"|registry/);
});

describe.each(['bench', 'examples/recipes', 'examples/web', 'tools'])('%s', (folder) => {
  it('has a lockfile that names no registry', () => {
    expect(read(`${folder}/package-lock.json`)).not.toMatch(/"resolved"|registry/);
  });

  it('runs on the versions that the gateway runs on', () => {
    const own = pins('package.json');
    const shared = Object.entries(pins(`${folder}/package.json`)).filter(([name]) => name in own);
    expect(shared.map(([name]) => name)).toContain('graphql');
    expect(shared.filter(([name, version]) => version !== own[name])).toEqual([]);
  });
});
