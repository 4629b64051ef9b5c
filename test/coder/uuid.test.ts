import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUuid } from '../../src/coder/uuid.ts';
import { testSeed } from '../seed.ts';

const CANONICAL = '820683d3-6842-4ccc-bae9-b3a66af12b6c';

describe('parseUuid', () => {
  it.each([
    ['canonical', CANONICAL],
    ['upper case', CANONICAL.toUpperCase()],
    ['32 hex digits', CANONICAL.replaceAll('-', '')],
    ['braces', `{${CANONICAL}}`],
    ['a URN', `urn:uuid:${CANONICAL}`],
    ['a URN in capitals', `URN:UUID:${CANONICAL.toUpperCase()}`],
  ])('takes %s', (_, text) => {
    expect(parseUuid(text)).toBe(CANONICAL);
  });

  it.each([
    '',
    'abc',
    CANONICAL.slice(1),
    `${CANONICAL}0`,
    ` ${CANONICAL}`,
    `${CANONICAL}\n`,
    `{${CANONICAL}`,
    `${CANONICAL}}`,
    `{${CANONICAL.replaceAll('-', '')}}`,
    `urn:uuid:{${CANONICAL}}`,
    `urn:uuid:${CANONICAL.replaceAll('-', '')}`,
    `${CANONICAL.slice(0, 8)}${CANONICAL.slice(9)}`,
    CANONICAL.replace('8', 'g'),
    `${CANONICAL.slice(0, 36)}/../users`,
  ])('refuses %j', (text) => {
    expect(parseUuid(text)).toBeUndefined();
  });

  it('gives every UUID back as it was, and nothing of another shape', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => parseUuid(uuid) === uuid),
      { seed: testSeed() },
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseUuid(text);
        return parsed === undefined || /^[0-9a-f-]{36}$/.test(parsed);
      }),
      { seed: testSeed() },
    );
  });
});
