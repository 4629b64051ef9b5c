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
  if (save) files.set(page, withRun(readFileSync(new URL(page, root), 'utf8'), text));
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

/** The page with this run between its marks. */
function withRun(text: string, run: string): string {
  const [before, after] = ['<!-- run -->', '<!-- /run -->'].map((mark) => text.indexOf(mark));
  if (before === undefined || after === undefined || before < 0 || after < 0) throw new Error(`${page} has no marks`);
  return `${text.slice(0, before)}<!-- run -->\n${run}\n${text.slice(after)}`;
}
