import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readEnvironment } from '../../src/cli/environment.ts';

test('.env is read when present, and the environment wins over it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'environment-'));
  const file = join(folder, '.env');
  try {
    expect(readEnvironment({ A: 'env' }, file)).toEqual({ A: 'env' });
    writeFileSync(file, '# comment\nA=file\nB="file"\nC=file\n');
    expect(readEnvironment({ A: 'env', C: '' }, file)).toEqual({ A: 'env', B: 'file', C: '' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
