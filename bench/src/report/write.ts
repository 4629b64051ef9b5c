import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { printReport } from './markdown.ts';
import type { Report } from './result.ts';

const root = new URL('../../../', import.meta.url);
const page = 'docs/performance.md';

/** Writes the table and the JSON, rows in this order; what is saved also goes into the docs. Returns the files. */
export function writeReport(measured: Report, { save, order }: { save: boolean; order: readonly string[] }): string[] {
  const name = save ? 'last' : 'run';
  const report = save ? merged(measured, order) : measured;
  const text = printReport(report);
  const files = new Map([
    [`bench/results/${name}.json`, `${JSON.stringify(report, null, 1)}\n`],
    [`bench/results/${name}.md`, `${text}\n`],
  ]);
  if (save) files.set(page, withPart(readFileSync(new URL(page, root), 'utf8'), { file: page, name: 'run', text }));
  mkdirSync(new URL('bench/results/', root), { recursive: true });
  for (const [file, content] of files) writeFileSync(new URL(file, root), content);
  return [...files.keys()];
}

/** The rows of the saved report that were not measured now stay as they are. */
function merged({ absent, rows }: Report, order: readonly string[]): Report {
  const file = new URL('bench/results/last.json', root);
  const saved = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report).rows : [];
  const byKey = new Map([...saved, ...rows].map((each) => [each.row.key, each]));
  return { absent, rows: order.flatMap((key) => byKey.get(key) ?? []) };
}

/** Puts a text between the marks of this name on a page. */
export function replacePart(file: string, name: string, text: string): void {
  const url = new URL(file, root);
  writeFileSync(url, withPart(readFileSync(url, 'utf8'), { file, name, text }));
}

function withPart(page: string, { file, name, text }: { file: string; name: string; text: string }): string {
  const [before, after] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [page.indexOf(before), page.indexOf(after)];
  if (start < 0 || end < 0) throw new Error(`${file} has no marks`);
  return `${page.slice(0, start)}${before}\n${text}\n${page.slice(end)}`;
}
