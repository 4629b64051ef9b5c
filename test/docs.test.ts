import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { features, oldestSupportedVersion } from '../src/coder/deployment/features.ts';
import { errorCodes } from '../src/errors.ts';

function section(file: string, name: string): string {
  const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
  const match = new RegExp(`<!-- ${name} -->\n([\\s\\S]*?)\n?<!-- /${name} -->`).exec(text);
  if (!match) throw new Error(`${file} has no section between <!-- ${name} --> and <!-- /${name} -->`);
  return match[1] ?? '';
}

it('lists in docs/errors.md every code of the table, and when it comes', () => {
  const rows = Object.entries(errorCodes).map(([code, when]) => `| \`${code}\` | ${when} |`);
  expect(section('docs/errors.md', 'codes')).toBe(['| code | when |', '| --- | --- |', ...rows].join('\n'));
});

it('lists in README.md what needs which version of Coder, and the oldest supported one', () => {
  const rows = Object.values(features).map(({ what, since, without }) => `| ${what} | v${since} | ${without} |`);
  const table = ['| what | needs Coder | without it |', '| --- | --- | --- |', ...rows].join('\n');
  expect(section('README.md', 'features')).toBe(table);
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(`The oldest supported version is **v${oldestSupportedVersion}**.`);
});

it('says in docs/dependencies.md why each package is here', () => {
  const text = readFileSync(new URL('../docs/dependencies.md', import.meta.url), 'utf8');
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  ) as Record<string, Record<string, string>>;
  const named = [...text.matchAll(/^\| (`.+?) \|/gm)].flatMap(([, cell]) => [...(cell ?? '').matchAll(/`([^`]+)`/g)]);
  expect(named.map(([, name]) => name).sort()).toEqual(Object.keys({ ...dependencies, ...devDependencies }).sort());
});
