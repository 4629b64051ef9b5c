import { describe, expect, it } from 'vitest';
import { isUserReference, isWorkspaceName } from '../../src/coder/names.ts';

describe('names that Coder could have given', () => {
  it.each(['a', 'atlas-dev', 'A1-b2-C3', '8', 'x'.repeat(32)])('%j is one', (name) => {
    expect(isWorkspaceName(name)).toBe(true);
    expect(isUserReference(name)).toBe(true);
  });

  it.each(['', '.', '..', '...', '-a', 'a-', 'a--b', 'a b', 'a/b', 'a%2Fb', 'å', 'a.b', 'a_b', 'a\n', 'x'.repeat(33)])(
    '%j is none',
    (name) => {
      expect(isWorkspaceName(name)).toBe(false);
      expect(isUserReference(name)).toBe(false);
    },
  );

  it('takes a UUID for a user, in any form', () => {
    expect(isUserReference('{820683d3-6842-4ccc-bae9-b3a66af12b6c}')).toBe(true);
    expect(isWorkspaceName('820683d3-6842-4ccc-bae9-b3a66af12b6c')).toBe(false);
  });
});
