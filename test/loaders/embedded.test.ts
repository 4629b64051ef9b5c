import { describe, expect, it } from 'vitest';
import { Embedded } from '../../src/loaders/embedded.ts';

describe('embedded objects', () => {
  it('are looked through once something is asked for, and only once', () => {
    const embedded = new Embedded<string>();
    let looked = 0;
    embedded.add(() => {
      looked++;
      return [['a', 'first']];
    });
    expect(looked).toBe(0);
    expect([embedded.find('a'), embedded.find('b'), embedded.find('a'), looked]).toEqual([
      'first',
      undefined,
      'first',
      1,
    ]);
  });

  it('are the ones that came first', () => {
    const embedded = new Embedded<string>();
    embedded.add(() => [['a', 'first']]);
    embedded.add(() => [['a', 'second']]);
    expect(embedded.find('a')).toBe('first');
    embedded.add(() => [['a', 'third']]);
    expect(embedded.find('a')).toBe('first');
  });

  it('are forgotten together', () => {
    const embedded = new Embedded<string>();
    embedded.add(() => [['a', 'first']]);
    embedded.find('a');
    embedded.add(() => [['b', 'other']]);
    embedded.clear();
    expect([embedded.find('a'), embedded.find('b')]).toEqual([undefined, undefined]);
  });
});
