import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

function read(file: string): string {
  return readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
}

it('docs/performance.md shows the run that is committed', () => {
  const [, run] = /<!-- run -->\n([\s\S]*)<!-- \/run -->/.exec(read('docs/performance.md')) ?? [];
  expect(run).toBe(read('bench/results/last.md'));
});
