import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
  const packages = ['package.json', 'tools/package.json', 'test/browser/package.json'].flatMap((file) => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'),
    ) as Record<string, Record<string, string>>;
    return Object.keys({ ...dependencies, ...devDependencies });
  });
  const named = [...text.matchAll(/^\| (`.+?) \|/gm)].flatMap(([, cell]) => [...(cell ?? '').matchAll(/`([^`]+)`/g)]);
  expect(named.map(([, name]) => name).sort()).toEqual([...new Set(packages)].sort());
});

const root = new URL('../', import.meta.url);

it('leads from docs/README.md to each page of docs, once', () => {
  const index = readFileSync(new URL('docs/README.md', root), 'utf8');
  const linked = [...index.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, name]) => name);
  const others = readdirSync(new URL('docs', root)).filter((name) => name !== 'README.md');
  expect(linked.sort()).toEqual(others.sort());
});

const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']
  .concat(readdirSync(new URL('docs', root)).map((name) => `docs/${name}`))
  .map((page) => ({ page, text: readFileSync(new URL(page, root), 'utf8') }));

/** What GitHub makes of the headings of a page. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

it.each(pages)('links in $page only to what exists', ({ page, text }) => {
  const relative = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  const broken = relative
    .filter((target) => !/^\w+:/.test(target))
    .filter((target) => {
      const url = new URL(target, new URL(page, root));
      const anchor = url.hash.slice(1);
      url.hash = '';
      return !existsSync(url) || (anchor !== '' && !anchors(readFileSync(url, 'utf8')).includes(anchor));
    });
  expect(broken).toEqual([]);
});

it.each(pages.filter(({ page }) => page !== 'CHANGELOG.md'))('names in $page only files that exist', ({ text }) => {
  const named = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+\.\w+)`/g)].map(([, path = '']) => path);
  // Entries of the package, and what a build makes, need not be there.
  const files = named.filter((path) => !/^(?:coder-graphql|dist)\//.test(path));
  expect(files.filter((path) => ['', 'src/'].every((base) => !existsSync(new URL(base + path, root))))).toEqual([]);
});

it.each(pages)('selects lastId in $page under no other name', ({ text }) => {
  expect(
    [...text.matchAll(/\b(\w+): lastId\b/g)].map(([, alias]) => alias).filter((alias) => alias !== 'after'),
  ).toEqual([]);
});
