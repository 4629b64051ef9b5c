import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readSettings } from '../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'app-dir-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (GATEWAY_APP_DIR: string) => readSettings({ env: { GATEWAY_APP_DIR } });

it('takes a folder of a built page, and says at the start what is wrong with any other', () => {
  const problems = [`GATEWAY_APP_DIR: the folder ${JSON.stringify(folder)} has no index.html`];
  expect(read(folder).problems).toEqual(problems);
  expect(read('/nowhere/at.all').problems).toEqual(['GATEWAY_APP_DIR: the folder "/nowhere/at.all" has no index.html']);
  writeFileSync(join(folder, 'index.html'), '');
  expect(read(folder).settings?.appDir).toBe(folder);
  expect(read('').settings?.appDir).toBeUndefined();
});
