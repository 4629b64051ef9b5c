import { describe, expect, it } from 'vitest';
import { KeyedReads } from '../../src/loaders/keyed-reads.ts';

describe('reads by key', () => {
  it('give what is known at once, and a promise for what is not', async () => {
    const reads = new KeyedReads((key: string) => (key === 'kept' ? 1 : Promise.resolve(2)));
    expect(reads.load('kept')).toBe(1);
    expect(reads.load('other')).toBeInstanceOf(Promise);
    expect(await reads.load('other')).toBe(2);
  });

  it('happen once for each key, failures and null included, until they are cleared', async () => {
    const asked: string[] = [];
    const reads = new KeyedReads((key: string) => {
      asked.push(key);
      if (key === 'null') return null;
      return key === 'fails' ? Promise.reject(new Error('no')) : Promise.resolve(key);
    });
    for (let time = 0; time < 2; time++) {
      expect(await reads.load('a')).toBe('a');
      expect(reads.load('null')).toBeNull();
      await expect(reads.load('fails')).rejects.toThrow('no');
    }
    expect(asked).toEqual(['a', 'null', 'fails']);
    reads.clearAll();
    await reads.load('a');
    expect(asked).toHaveLength(4);
  });

  it('tell keys apart by what is said of them', () => {
    const reads = new KeyedReads(
      ({ id }: { id: string }) => id,
      ({ id }) => id.toLowerCase(),
    );
    expect(reads.load({ id: 'A' })).toBe('A');
    expect(reads.load({ id: 'a' })).toBe('A');
    expect(reads.load({ id: 'b' })).toBe('b');
  });
});
