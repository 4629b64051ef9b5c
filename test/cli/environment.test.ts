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
    writeFileSync(file, '\ufeffA=file\n');
    expect(readEnvironment({}, file)).toEqual({ A: 'file' });
    for (const bytes of [Buffer.from('\ufeffA=file', 'utf16le'), Buffer.from('A=file', 'utf16le')]) {
      writeFileSync(file, bytes);
      expect(() => readEnvironment({}, file)).toThrow(`${file}: got a file in UTF-16, expected UTF-8`);
    }
    writeFileSync(file, Buffer.from('\ufeffA=file', 'utf16le').swap16());
    expect(() => readEnvironment({}, file)).toThrow('UTF-16');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
