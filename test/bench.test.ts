import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

function read(file: string): string {
  return readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
}

function pins(file: string): Record<string, string> {
  const { dependencies, devDependencies } = JSON.parse(read(file)) as Record<string, Record<string, string>>;
  return { ...dependencies, ...devDependencies };
}

it('the peers of the bench run on the versions that the gateway runs on', () => {
  const own = pins('package.json');
  const peers = pins('bench/package.json');
  const shared = Object.keys(peers).filter((name) => name in own);
  expect(shared).toContain('undici');
  for (const name of shared) expect(peers[name], name).toBe(own[name]);
});

it('the lockfile of the bench names no registry', () => {
  expect(read('bench/package-lock.json')).not.toContain('"resolved"');
});

it('docs/performance.md shows the run that is committed', () => {
  const [, run] = /<!-- run -->\n([\s\S]*)<!-- \/run -->/.exec(read('docs/performance.md')) ?? [];
  expect(run).toBe(read('bench/results/last.md'));
});
