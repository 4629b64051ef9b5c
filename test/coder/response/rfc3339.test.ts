import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isTime } from '../../../src/coder/response/rfc3339.ts';
import { testSeed } from '../../seed.ts';

/** The definition. */
function parses(text: string): boolean {
  return text.charCodeAt(10) === 84 && /\d(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text));
}

const two = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0'));
const fraction = fc.oneof(fc.constant(''), fc.stringMatching(/^\.\d{0,11}$/));
const zone = fc.constantFrom('Z', '+02:00', '-04:56', '', 'z', 'ZZ');
const time = fc
  .tuple(fc.stringMatching(/^[0-9]{4}$/), two, two, two, two, two, fraction, zone)
  .map(([year, month, day, hour, minute, second, rest, end]) => {
    return `${year}-${month}-${day}T${hour}:${minute}:${second}${rest}${end}`;
  });
/** A time in which one character is another. */
const spoilt = fc
  .tuple(time, fc.nat(30), fc.constantFrom('x', ' ', '-', ':', '.', 'Z', '/', '٣', ''))
  .map(([text, place, character]) => text.slice(0, place) + character + text.slice(place + 1));

it('takes the times that can be parsed, and no others', () => {
  fc.assert(
    fc.property(fc.oneof(time, spoilt, fc.string()), (text) => {
      expect(isTime(text), text).toBe(parses(text));
    }),
    { seed: testSeed(20260622), numRuns: 5_000 },
  );
});

it.each(['2026-02-28T23:59:59Z', '2026-01-31T00:00:00.118204Z', '2026-06-22T09:41:03.1+02:00'])('takes %s', (text) => {
  expect(isTime(text)).toBe(true);
});
