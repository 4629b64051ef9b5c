import { expect, test } from 'vitest';
import { ClusterKey } from '../../src/redis/cluster-key.ts';
import { settingsOf } from './support.ts';

const CODER = { url: 'https://coder.example.com' };
const keyOf = (password: string, coder = CODER) =>
  new ClusterKey(settingsOf(coder, `redis://:${password}@redis.example.com`));

test('a text is believed where it was signed, as it was signed, by who has the same secret and Coder', () => {
  const key = keyOf('the password of one deployment');
  const signed = key.signed('place', 'text');
  expect(keyOf('the password of one deployment').verified('place', signed)).toBe('text');
  expect(key.verified('another place', signed)).toBeUndefined();
  expect(key.verified('place', `${signed} and more`)).toBeUndefined();
  expect(key.verified('place', 'text')).toBeUndefined();
  expect(key.verified('place', '')).toBeUndefined();
  expect(keyOf('the password of another').verified('place', signed)).toBeUndefined();
  const elsewhere = keyOf('the password of one deployment', { url: 'https://coder.example.org' });
  expect(elsewhere.verified('place', signed)).toBeUndefined();
});
